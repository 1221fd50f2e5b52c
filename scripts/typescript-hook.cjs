'use strict';
// Lets Node require the TypeScript programs under test/ without a build of their own.
const Module = require('node:module');
const { existsSync, readFileSync } = require('node:fs');
const { dirname, join, resolve } = require('node:path');
const { transformSync } = require('@swc/core');
const { root } = require('./ensure.cjs');
const options = require('./swc-options.cjs');

require.extensions['.ts'] = (module, filename) => {
  module._compile(transformSync(readFileSync(filename, 'utf8'), { ...options, filename }).code, filename);
};

const original = Module._resolveFilename;
Module._resolveFilename = function resolveTypescript(request, parent, ...rest) {
  const [, lib, http] = /^@janus\/([a-z]+)(\/http)?$/.exec(request) ?? [];
  if (lib) return join(root, 'libs', lib, 'src', http ? 'http' : '', 'index.ts');
  if (request.startsWith('.') && request.endsWith('.js') && parent?.filename?.endsWith('.ts')) {
    const source = resolve(dirname(parent.filename), request.replace(/\.js$/, '.ts'));
    if (existsSync(source)) return source;
  }
  return original.call(this, request, parent, ...rest);
};
