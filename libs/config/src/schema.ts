import { availableParallelism } from 'node:os';
import { jwtSecret } from './jwt-secret.js';
import * as parse from './parsers.js';
import { setting } from './setting.js';

const since = '0.1.0';
const cores = String(availableParallelism());

const place = {
  NODE_ENV: setting({
    group: 'Service',
    default: 'development',
    meaning:
      'In `production` demo values are refused: databases in memory, a missing `KEY_ENCRYPTION_KEY` or `PUBLIC_URL`, http off loopback.',
    since,
    parse: parse.oneOf('development', 'production', 'test'),
  }),
  HOST: setting({ group: 'Service', default: '127.0.0.1', meaning: 'Address to listen on.', since, parse: parse.text }),
  PORT: setting({
    group: 'Service',
    default: '3000',
    meaning: 'Port to listen on; 0 picks a free one.',
    since,
    parse: parse.integer(0, 65535),
  }),
  PUBLIC_URL: setting({
    group: 'Service',
    default: null,
    defaultNote: 'http://localhost:<port>',
    meaning:
      'Where clients reach the service: links and `iss` are built from it. May have a path. Needed in production and with several instances.',
    since,
    parse: parse.publicUrl,
  }),
  DATA_DIR: setting({
    group: 'Service',
    default: './data',
    meaning: 'Folder of the SQLite file, a generated `KEY_ENCRYPTION_KEY`, and the setup token.',
    since,
    parse: parse.text,
  }),
  SHUTDOWN_GRACE_SECONDS: setting({
    group: 'Service',
    default: '25',
    meaning: 'Longest time for requests under way to finish after SIGTERM.',
    since,
    parse: parse.integer(0, 600),
  }),
  CORS_ORIGINS: setting({
    group: 'Service',
    default: '',
    meaning: 'Exact origins of browsers’ pages that may call, comma-separated.',
    since,
    parse: parse.list(parse.origin),
  }),
  TRUSTED_PROXIES: setting({
    group: 'Service',
    default: '',
    meaning: 'Addresses or CIDR blocks whose `X-Forwarded-For` counts, comma-separated.',
    since,
    parse: parse.list(parse.addressBlock),
  }),
};

const database = {
  DATABASE_URL: setting({
    group: 'Database',
    default: null,
    defaultNote: 'sqlite:<DATA_DIR>/janus.sqlite',
    meaning:
      'The scheme chooses the engine: `sqlite:`, `mysql://` (MySQL, MariaDB), `postgres://`, `mongodb://`, `memory:` (tests).',
    since,
    secret: true,
    parse: parse.databaseUrl,
  }),
  DATABASE_POOL_SIZE: setting({
    group: 'Database',
    default: null,
    defaultNote: 'MySQL 20, PostgreSQL 20, MongoDB 50',
    meaning: 'Upper bound of connections.',
    since,
    parse: parse.integer(1, 1000),
  }),
  DATABASE_MIGRATE: setting({
    group: 'Database',
    default: null,
    defaultNote: '`check` in production, else `auto`',
    meaning: '`auto` migrates at start; `check` refuses to start on an older schema and says which command to run.',
    since,
    parse: parse.oneOf('auto', 'check'),
  }),
};

const tokens = {
  JWT_ALG: setting({
    group: 'Tokens',
    default: 'ES256',
    meaning: 'Algorithm of access tokens. HS256 needs `JWT_SECRET`; the other keys are made and kept by the service.',
    since,
    parse: parse.oneOf('ES256', 'RS256', 'PS256', 'HS256'),
  }),
  JWT_SECRET: setting({
    group: 'Tokens',
    default: null,
    meaning:
      'HS256 only: at least 32 random bytes, as 43 characters base64url or 64 hex. The key is the UTF-8 bytes of the text as written.',
    since,
    secret: true,
    parse: jwtSecret,
  }),
  JWT_ISSUER: setting({
    group: 'Tokens',
    default: null,
    defaultNote: 'PUBLIC_URL',
    meaning: '`iss` of access tokens.',
    since,
    parse: parse.text,
  }),
  JWT_AUDIENCE: setting({
    group: 'Tokens',
    default: 'janus',
    meaning: '`aud` of access tokens.',
    since,
    parse: parse.text,
  }),
  JWT_CLAIMS: setting({
    group: 'Tokens',
    default: 'full',
    meaning: '`full` adds userId, email and role to access tokens; `minimal` does not.',
    since,
    parse: parse.oneOf('full', 'minimal'),
  }),
  ACCESS_TTL_SECONDS: setting({
    group: 'Tokens',
    default: '3600',
    meaning: 'Life of an access token.',
    since,
    parse: parse.integer(10, 86_400),
  }),
  REFRESH_TTL_SECONDS: setting({
    group: 'Tokens',
    default: '604800',
    meaning: 'Idle life of a session.',
    since,
    parse: parse.integer(10, 31_536_000),
  }),
  SESSION_TTL_SECONDS: setting({
    group: 'Tokens',
    default: '2592000',
    meaning: 'Absolute life of a session.',
    since,
    parse: parse.integer(10, 315_360_000),
  }),
  REFRESH_GRACE_SECONDS: setting({
    group: 'Tokens',
    default: '10',
    meaning: 'How long the direct predecessor of a refresh token gets the same answer again; 0 = strict.',
    since,
    parse: parse.integer(0, 300),
  }),
  KEY_ENCRYPTION_KEY: setting({
    group: 'Tokens',
    default: null,
    defaultNote: 'made in DATA_DIR in development',
    meaning:
      '32 bytes, base64url or hex: encrypts the signing keys in the database and tags refresh tokens. Several, comma-separated: the first one encrypts, all decrypt.',
    since,
    secret: true,
    parse: parse.list(parse.key32),
  }),
};

const passwords = {
  PASSWORD_POLICY: setting({
    group: 'Passwords',
    default: 'classic',
    meaning:
      '`classic`: 8 to 128 characters with upper and lower case, digit and special; `nist`: 15 to 128 characters.',
    since,
    parse: parse.oneOf('classic', 'nist'),
  }),
  HASH_MEMORY_KIB: setting({
    group: 'Passwords',
    default: '19456',
    meaning: 'argon2id memory.',
    since,
    parse: parse.integer(19_456, 262_144),
  }),
  HASH_ITERATIONS: setting({
    group: 'Passwords',
    default: '2',
    meaning: 'argon2id passes; 1 needs 47104 KiB of memory.',
    since,
    parse: parse.integer(1, 10),
  }),
  HASH_PARALLELISM: setting({
    group: 'Passwords',
    default: '1',
    meaning: 'argon2id lanes.',
    since,
    parse: parse.integer(1, 8),
  }),
  HASH_SLOTS: setting({
    group: 'Passwords',
    default: cores,
    defaultNote: 'number of cores',
    meaning: 'Hashes at the same time.',
    since,
    parse: parse.integer(1, 64),
  }),
  HASH_QUEUE: setting({
    group: 'Passwords',
    default: null,
    defaultNote: '32 × HASH_SLOTS',
    meaning: 'Hashes that may wait; beyond that 503.',
    since,
    parse: parse.integer(0, 100_000),
  }),
  HASH_MAX_WAIT_MS: setting({
    group: 'Passwords',
    default: '2000',
    meaning: 'Longest wait for a slot; beyond that 503.',
    since,
    parse: parse.integer(1, 60_000),
  }),
};

const accounts = {
  REGISTRATION: setting({
    group: 'Accounts',
    default: 'open',
    meaning: '`closed`: only administrators create users.',
    since,
    parse: parse.oneOf('open', 'closed'),
  }),
  EMAIL_VERIFICATION: setting({
    group: 'Accounts',
    default: 'optional',
    meaning: '`required` needs mail, which this version does not send.',
    since,
    parse: parse.oneOf('optional'),
  }),
};

const logs = {
  LOG_LEVEL: setting({
    group: 'Logs',
    default: 'info',
    meaning: 'Least level that is written.',
    since,
    parse: parse.oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
  }),
  LOG_FORMAT: setting({
    group: 'Logs',
    default: null,
    defaultNote: '`pretty` on a terminal, else `json`',
    meaning: 'Lines for programs or for people.',
    since,
    parse: parse.oneOf('json', 'pretty'),
  }),
  LOG_FILE: setting({
    group: 'Logs',
    default: null,
    meaning: 'A rotated file beside standard output.',
    since,
    parse: parse.text,
  }),
  LOG_ROTATE_SIZE: setting({
    group: 'Logs',
    default: '20m',
    meaning: 'Size at which a new file begins.',
    since,
    parse: parse.byteSize,
  }),
  LOG_ROTATE_KEEP: setting({
    group: 'Logs',
    default: '10',
    meaning: 'Old files that are kept.',
    since,
    parse: parse.integer(1, 1000),
  }),
};

/** Every setting of this version. */
export const schema = { ...place, ...database, ...tokens, ...passwords, ...accounts, ...logs };

export type SettingName = keyof typeof schema;

/** Settings of later versions: known, so that nobody believes that they work yet. */
export const laterSettings = /^(MAIL_URL|MAIL_FROM|RATE_LIMITS|RATE_LIMIT_[A-Z_]+|REDIS_URL)$/;
