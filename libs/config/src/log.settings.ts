import * as parse from './parsers.js';
import { firstRelease as since, setting } from './setting.js';

/** What is written down. */
export const logSettings = {
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
