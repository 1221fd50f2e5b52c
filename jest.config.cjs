'use strict';
const { availableEngines } = require('./test/jest/engines.cjs');

const typescript = ['@swc/jest', require('./scripts/swc-options.cjs')];

const common = {
  rootDir: __dirname,
  testEnvironment: 'node',
  setupFiles: ['<rootDir>/test/jest/setup.cjs'],
  setupFilesAfterEnv: ['<rootDir>/test/jest/timeouts.cjs'],
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  moduleNameMapper: {
    '^@janus/([a-z]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^@janus/([a-z]+)/http$': '<rootDir>/libs/$1/src/http/index.ts',
    '^(\\.{1,2}/(?:.*/)?[^/]+)\\.js$': ['$1.ts', '$1.js'],
  },
  transform: {
    '\\.ts$': typescript,
    '/node_modules/.+\\.m?js$': '<rootDir>/test/jest/esm-transformer.cjs',
  },
  transformIgnorePatterns: [],
};

const servers = availableEngines(process.env);
const engines = servers.filter(({ name }) => name !== 'redis');

const unit = {
  ...common,
  displayName: 'unit',
  testMatch: ['<rootDir>/{apps,libs}/**/*.spec.ts', '<rootDir>/test/architecture/**/*.spec.ts'],
};

const redis = ({ url }) => ({
  ...common,
  displayName: 'redis',
  testMatch: ['<rootDir>/test/contract/**/*.redis-spec.ts'],
  globals: { JANUS_REDIS: { url } },
});

// What no engine can change (pages, documents, spellings of requests) runs once.
const once = {
  ...common,
  displayName: 'once',
  testMatch: ['<rootDir>/test/e2e/**/*.once-spec.ts'],
  globals: { JANUS_ENGINE: { name: 'sqlite', url: null }, JANUS_TIMEOUT_MS: 120_000 },
};

// Sessions in memory would be gone with the process. A replica set answers over the same adapter as a standalone
// server: its contract shows what differs, writes that are acknowledged by a majority.
const journeys = engines.filter(({ name }) => name !== 'memory' && name !== 'mongors');

function perEngine(kind, pattern, timeout) {
  return ({ name, url }) => ({
    ...common,
    displayName: `${kind}:${name}`,
    testMatch: [`<rootDir>/test/${kind}/**/*.${pattern}.ts`],
    globals: { JANUS_ENGINE: { name, url }, JANUS_TIMEOUT_MS: timeout },
  });
}

module.exports = {
  // Journeys wait a quarter of their time, which a third worker uses; where servers run beside them, they use it.
  maxWorkers: servers.some(({ url }) => url !== null) ? 2 : 3,
  reporters: ['default', '<rootDir>/test/jest/engines-reporter.cjs'],
  projects: [
    unit,
    ...servers.filter(({ name }) => name === 'redis').map(redis),
    ...engines.map(perEngine('contract', 'contract-spec', 30_000)),
    once,
    ...journeys.map(perEngine('e2e', 'e2e-spec', 120_000)),
  ],
};
