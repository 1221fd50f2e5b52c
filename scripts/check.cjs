'use strict';
const { spawnSync } = require('node:child_process');
const { root, installIfNeeded, buildIfNeeded } = require('./ensure.cjs');

// The tests come last, so that their summary is the end of the output.
const quiet = ['format:check', 'lint', 'types', 'boundaries', 'generate:check', 'openapi:lint'];

function npmRun(script, stdio) {
  return spawnSync('npm', ['run', '--silent', script], {
    cwd: root,
    stdio,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
}

installIfNeeded();
buildIfNeeded();
for (const script of quiet) {
  const startedAt = Date.now();
  const { status, stdout, stderr } = npmRun(script, 'pipe');
  if (status !== 0) {
    process.stderr.write(`${stdout}${stderr}✗ ${script}\n`);
    process.exit(1);
  }
  process.stdout.write(`✓ ${script} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)\n`);
}
process.exit(npmRun('test', 'inherit').status ?? 1);
