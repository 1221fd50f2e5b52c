/**
 * The outcome of the work, or the error that `late` makes after this time. The work itself is not stopped: what it still does is
 * its driver's own time-out's affair. An answer that has arrived in time counts, even if this process was too busy to read it.
 */
export async function withTimeout<T>(milliseconds: number, work: () => Promise<T>, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    // Timers come before sockets in a round of the event loop, and `setImmediate` after them.
    timer = setTimeout(() => setImmediate(() => reject(late())), milliseconds);
  });
  try {
    return await Promise.race([work(), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
