import { Problem, kernelProblems } from '@janus/kernel';

interface Waiting {
  readonly start: () => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * A semaphore with a bounded queue and a longest wait: what cannot start in time is shed with 503, so that a burst of sign-ins
 * neither piles up memory nor starves the thread pool that files and DNS share.
 */
export class Slots {
  private running = 0;
  private readonly waiting: Waiting[] = [];

  constructor(
    private readonly slots: number,
    private readonly queue: number,
    private readonly maxWaitMs: number,
  ) {}

  /** @throws Problem OVERLOADED if the queue is full or the wait too long; the work was not started then */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.take();
    try {
      return await work();
    } finally {
      this.release();
    }
  }

  /** For who has other work to do first, which would be for nothing. @throws Problem OVERLOADED if the queue is full now */
  assertRoom(): void {
    if (this.running >= this.slots && this.waiting.length >= this.queue) throw overloaded();
  }

  private async take(): Promise<void> {
    this.assertRoom();
    if (this.running < this.slots) {
      this.running += 1;
      return;
    }
    await new Promise<void>((start, reject) => {
      const timer = setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(entry), 1);
        reject(overloaded());
      }, this.maxWaitMs);
      const entry: Waiting = { start, timer };
      this.waiting.push(entry);
    });
  }

  // The slot passes from hand to hand: `running` falls only when nobody waits.
  private release(): void {
    const next = this.waiting.shift();
    if (!next) {
      this.running -= 1;
      return;
    }
    clearTimeout(next.timer);
    next.start();
  }
}

/** Says to come again, for want of capacity. */
export function overloaded(): Problem {
  return new Problem(kernelProblems.OVERLOADED, { headers: { 'Retry-After': '2' } });
}
