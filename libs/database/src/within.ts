import { databaseUnavailable } from '@janus/kernel';

/**
 * The outcome of the work, or DATABASE_UNAVAILABLE after this time. The work itself is not stopped: what it still does is its
 * driver's own time-out's affair.
 */
export async function within<T>(timeoutMs: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(databaseUnavailable(new Error(`no answer within ${timeoutMs} ms`))), timeoutMs);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
