import * as parse from './parsers.js';
import { firstRelease as since, setting } from './setting.js';

/** Where the users are kept. */
export const databaseSettings = {
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
  DATABASE_TIMEOUT_MS: setting({
    group: 'Database',
    default: '1500',
    meaning:
      'Longest wait for one answer of the database, or for a connection to it; beyond that 503. A request may ask more than once.',
    since,
    // A request asks several times, and ends long before another instance takes it for dead: leases and announcements last 30 s and more.
    parse: parse.integer(100, 5_000),
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
