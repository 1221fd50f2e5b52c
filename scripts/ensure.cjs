'use strict';
// Makes a fresh clone runnable: installs when the lock file has changed, builds when the sources have. Only Node's own modules.
const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } = require('node:fs');
const { spawnSync } = require('node:child_process');
const { join, resolve } = require('node:path');

const root = resolve(__dirname, '..');
const installStamp = join(root, 'node_modules', '.janus-lock');
const buildStamp = join(root, 'dist', '.janus-sources');
const nestCli = join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(`Janus needs Node 20.19 or newer; this is ${process.versions.node}.\n`);
  process.exit(1);
}

function run(what, command, args, options = {}) {
  process.stderr.write(`${what}…\n`);
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    ...options,
  });
  if (status === 0) return;
  process.stderr.write(`${stdout ?? ''}${stderr ?? ''}${error ? `${error.message}\n` : ''}${what} failed\n`);
  process.exit(status ?? 1);
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/** Built, and installed without the development dependencies: there is nothing to build with, and nothing to build. */
function isProductionTree() {
  return (
    existsSync(join(root, 'dist', 'apps', 'auth-api', 'src', 'main.js')) &&
    existsSync(join(root, 'node_modules', '.package-lock.json')) &&
    !existsSync(nestCli)
  );
}

function installIfNeeded() {
  checkNode();
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (read(installStamp) === wanted && existsSync(nestCli)) return;
  // No script of a dependency needs to run, so none may.
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  run('installing', 'npm', args, { shell: process.platform === 'win32' });
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
  const wanted = sourcesState();
  if (read(buildStamp) === wanted) return;
  run('building', process.execPath, [nestCli, 'build', 'auth-api']);
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(buildStamp, wanted);
}

/** What the service and the operators' tool need; the other programs need the tools too, and so both steps. */
function makeRunnable() {
  if (isProductionTree()) return checkNode();
  installIfNeeded();
  buildIfNeeded();
}

module.exports = { root, installIfNeeded, buildIfNeeded, makeRunnable };
