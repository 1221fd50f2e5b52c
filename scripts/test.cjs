'use strict';
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');
const { root, installIfNeeded, buildIfNeeded } = require('./ensure.cjs');

installIfNeeded();
buildIfNeeded();
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const { status } = spawnSync(process.execPath, [jest, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
