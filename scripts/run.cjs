'use strict';
const { resolve } = require('node:path');
const { installIfNeeded, buildIfNeeded } = require('./ensure.cjs');

const [program, ...args] = process.argv.slice(2);
installIfNeeded();
buildIfNeeded();
require('./typescript-hook.cjs');
process.argv = [process.execPath, resolve(program), ...args];
require('reflect-metadata');
require(resolve(program));
