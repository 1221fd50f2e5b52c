'use strict';
// Jest loads CommonJS; Nest is published as ES modules. Whatever of node_modules is one becomes CommonJS here, the rest stays.
const { createHash } = require('node:crypto');
const { existsSync, readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { transformSync } = require('@swc/core');

const typeOfFolder = new Map();

function packageType(folder) {
  if (!typeOfFolder.has(folder)) typeOfFolder.set(folder, readType(folder));
  return typeOfFolder.get(folder);
}

function readType(folder) {
  const manifest = join(folder, 'package.json');
  if (existsSync(manifest)) return JSON.parse(readFileSync(manifest, 'utf8')).type ?? 'commonjs';
  return folder.endsWith('node_modules') || dirname(folder) === folder ? 'commonjs' : packageType(dirname(folder));
}

/** Also CommonJS that calls import(): jest has no loader behind it, a require there works. */
function needsTransform(source, filename) {
  return filename.endsWith('.mjs') || packageType(dirname(filename)) === 'module' || /\bimport\(/.test(source);
}

module.exports = {
  getCacheKey: (source, filename) => createHash('sha256').update('2').update(filename).update(source).digest('hex'),
  process(source, filename) {
    if (!needsTransform(source, filename)) return { code: source };
    const { code } = transformSync(source, {
      filename,
      swcrc: false,
      isModule: true,
      module: { type: 'commonjs' },
      jsc: { target: 'es2022', parser: { syntax: 'ecmascript', dynamicImport: true, importMeta: true } },
    });
    return { code };
  },
};
