import * as parse from './parsers.js';
import { firstRelease as since, setting } from './setting.js';

/** Where the service is and who may reach it. */
export const serviceSettings = {
  NODE_ENV: setting({
    group: 'Service',
    default: 'development',
    meaning:
      'In `production` demo values are refused: databases in memory, captured mail, a missing `KEY_ENCRYPTION_KEY` or `PUBLIC_URL`, http off loopback.',
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
    meaning: 'Folder of the SQLite file, a generated `KEY_ENCRYPTION_KEY`, the setup token, and captured mail.',
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
