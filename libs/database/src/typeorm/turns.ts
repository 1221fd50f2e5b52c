/**
 * Turns at a thing that holds up the whole process while it is done. One is given in each round of the event loop, so that whatever
 * else is waiting comes in between.
 */
export class Turns {
  private last: Promise<void> = Promise.resolve();

  /** Resolves when it is the caller's turn; what is done then must be done at once. */
  take(): Promise<void> {
    this.last = this.last.then(nextRound);
    return this.last;
  }
}

function nextRound(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
