import * as parse from './parsers.js';
import { setting } from './setting.js';

/** How long is remembered what has happened. */
export const auditSettings = {
  AUDIT_RETENTION_DAYS: setting({
    group: 'Audit',
    default: '365',
    meaning: 'After so many days an event is removed from the audit log; 0: never.',
    since: '0.2.0',
    parse: parse.integer(0, 36_500),
  }),
};
