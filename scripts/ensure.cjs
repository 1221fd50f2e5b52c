'use strict';
// Makes a fresh clone runnable: installs when the lock file has changed, builds when the sources have. Only Node's own modules.
const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } = require('node:fs');
const { spawnSync } = require('node:child_process');
const { join, resolve } = require('node:path');

const root = resolve(__dirname, '..');
const installStamp = join(root, 'node_modules', '.janus-lock');
const buildStamp = join(root, 'dist', '.janus-sources');

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(`Janus needs Node 20.19 or newer; this is ${process.versions.node}.\n`);
  process.exit(1);
}

function run(what, command, args) {
  process.stderr.write(`${what}…\n`);
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status === 0) return;
  process.stderr.write(`${stdout ?? ''}${stderr ?? ''}${what} failed\n`);
  process.exit(status ?? 1);
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

function installIfNeeded() {
  checkNode();
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (read(installStamp) === wanted) return;
  // No script of a dependency needs to run, so none may.
  run('installing', process.platform === 'win32' ? 'npm.cmd' : 'npm', [
    'ci',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
  ]);
  writeFileSync(installStamp, wanted);
}

/** Paths, sizes and times of all sources: cheap, and different after any edit, checkout or deletion. */
function sourcesState() {
  const hash = createHash('sha256');
  const add = (path) => {
    const { mtimeMs, size } = statSync(path);
    hash.update(`${path.slice(root.length)} ${mtimeMs} ${size}\n`);
  };
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (!entry.name.endsWith('.spec.ts')) add(path);
    }
  };
  for (const folder of ['apps', 'libs']) walk(join(root, folder));
  for (const file of ['tsconfig.json', 'tsconfig.build.json', 'nest-cli.json', 'package.json', 'package-lock.json'])
    add(join(root, file));
  return hash.digest('hex');
}

function buildIfNeeded() {
  // A production image has the build and neither sources nor compiler.
  if (!existsSync(join(root, 'libs')) && existsSync(join(root, 'dist'))) return;
  const wanted = sourcesState();
  if (read(buildStamp) === wanted) return;
  run('building', process.execPath, [
    join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js'),
    'build',
    'auth-api',
  ]);
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(buildStamp, wanted);
}

module.exports = { root, installIfNeeded, buildIfNeeded };
