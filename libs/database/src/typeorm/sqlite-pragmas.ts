// SQLite waits inside the process: it may while it opens, after that we try again instead.
const busyWhileOpeningMs = 1_000;

/** What every connection to SQLite is told, in this order. */
export const pragmas: readonly string[] = [
  `busy_timeout = ${busyWhileOpeningMs}`,
  'journal_mode = WAL',
  // An acknowledged write survives a power cut.
  'synchronous = FULL',
  'foreign_keys = ON',
  'busy_timeout = 0',
];
