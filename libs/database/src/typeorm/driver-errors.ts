import { QueryFailedError, QueryRunnerAlreadyReleasedError } from 'typeorm';

/** What of a driver's error may be looked at: mysql2 has `errno` and `sqlState`, pg `severity` and `constraint`. */
interface DriverError extends Error {
  readonly code?: unknown;
  readonly errno?: unknown;
  readonly sqlState?: unknown;
  readonly severity?: unknown;
  readonly constraint?: unknown;
}

interface Codes {
  readonly errnos: ReadonlySet<number>;
  readonly states: RegExp;
  readonly sqlite: RegExp;
}

/** Deadlock, lock wait, serialization, another process that writes: the statement had no effect and may be repeated. */
const deadlock: Codes = {
  errnos: new Set([1020, 1205, 1213, 1615]),
  states: /^(40001|40P01|55P03)$/,
  sqlite: /^SQLITE_(BUSY|LOCKED)/,
};

/** Too many connections, shutdown, killed, timed out, read-only after a fail-over, no memory, disk full. */
const away: Codes = {
  errnos: new Set([
    1021, 1030, 1037, 1038, 1040, 1041, 1047, 1053, 1114, 1129, 1152, 1158, 1159, 1160, 1161, 1180, 1203, 1205, 1213,
    1226, 1290, 1317, 1792, 1836, 1927, 1969, 3024, 3169, 4031,
  ]),
  states: /^(08|40|53|57|58|25006|55P03)/,
  sqlite: /^SQLITE_(BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|NOMEM|PROTOCOL|INTERRUPT)/,
};
const awayCode = /^(E[A-Z]{2,}|PROTOCOL_[A-Z_]+|POOL_[A-Z_]+)$/;
const awayMessage =
  /closed state|pool is closed|queue limit reached|no connections available|timeout|timed out|connection terminated|not queryable|was closed|connection is not open|use a pool after|driver not connected/i;

/** Whether the same statement may well succeed at the next try. */
export function isDeadlock(error: unknown): boolean {
  return judge(driverErrorOf(error), deadlock) === true;
}

/** Whether the database could not do its work now, whatever was asked of it. */
export function isAway(error: unknown): boolean {
  if (error instanceof QueryRunnerAlreadyReleasedError) return true;
  const driver = driverErrorOf(error);
  // What the server did not say itself comes from the network or from a pool.
  return judge(driver, away) ?? (awayCode.test(String(driver?.code)) || awayMessage.test(driver?.message ?? ''));
}

/** Whether a unique index refused the write. @param field part of the index's name or key; empty for any */
export function isDuplicate(error: unknown, field = ''): boolean {
  const driver = driverErrorOf(error);
  return driver !== null && (violatedKeyOf(driver)?.includes(field) ?? false);
}

function violatedKeyOf({ code, errno, constraint, message }: DriverError): string | null {
  if (code === '23505') return String(constraint);
  // Only the end of the sentence names the key: the value stands before it and may be anything.
  if (errno === 1062) return message.slice(message.lastIndexOf(' '));
  return message.startsWith('UNIQUE constraint failed') ? message.slice(message.lastIndexOf(':')) : null;
}

/**
 * An error that may be logged: without the statement and its parameters, which hold digests and hashes. What tells errors
 * apart stays.
 */
export function withoutParameters(error: unknown): unknown {
  const driver = driverErrorOf(error);
  if (driver === null || driver instanceof TypeError) return error;
  const { code, errno, sqlState, severity, constraint } = driver;
  const told = Object.entries({ code, errno, sqlState, severity, constraint }).filter(
    ([, value]) => value !== undefined,
  );
  return Object.assign(new Error(driver.message), Object.fromEntries(told));
}

function driverErrorOf(error: unknown): DriverError | null {
  if (error instanceof QueryFailedError) return error.driverError;
  return error instanceof Error ? error : null;
}

/** Null if neither a server nor SQLite itself said it. */
function judge(error: DriverError | null, { errnos, states, sqlite }: Codes): boolean | null {
  if (typeof error?.sqlState === 'string') return errnos.has(Number(error.errno));
  if (typeof error?.severity === 'string') return states.test(String(error.code));
  if (typeof error?.code === 'string' && error.code.startsWith('SQLITE_')) return sqlite.test(error.code);
  return null;
}
