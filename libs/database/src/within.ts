import { databaseUnavailable, withTimeout } from '@janus/kernel';

/** The outcome of the work, or DATABASE_UNAVAILABLE after this time. */
export function within<T>(timeoutMs: number, work: () => Promise<T>): Promise<T> {
  return withTimeout(timeoutMs, work, () => databaseUnavailable(new Error(`no answer within ${timeoutMs} ms`)));
}
