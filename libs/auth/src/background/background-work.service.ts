import type { OnModuleDestroy } from '@nestjs/common';
import { Injectable, Logger } from '@nestjs/common';
import { randomInt } from 'node:crypto';

// Longer than an answer takes, and of no fixed length: on an embedded database the work holds up the whole process while it
// writes, and an answer that it overtakes would tell that there is work.
const [shortestPauseMs, longestPauseMs] = [20, 120];

/** Work that an answer must not wait for, because the time it takes would tell something. A shutdown waits for it. */
@Injectable()
export class BackgroundWork implements OnModuleDestroy {
  private readonly logger = new Logger('Background');
  private readonly underWay = new Set<Promise<void>>();
  private readonly paused = new Set<() => void>();

  /** Begins the work a random moment later, when the answer is gone. */
  start(what: string, work: () => Promise<void>): void {
    const running: Promise<void> = this.pause()
      .then(work)
      .catch((error: unknown) => this.logger.warn(`${what} was not done: ${String(error)}`))
      .finally(() => this.underWay.delete(running));
    this.underWay.add(running);
  }

  /** Resolves once everything that was started is done. What has not begun begins at once. */
  async settled(): Promise<void> {
    while (this.underWay.size > 0) {
      for (const begin of this.paused) begin();
      await Promise.all(this.underWay);
    }
  }

  onModuleDestroy(): Promise<void> {
    return this.settled();
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const begin = () => {
        clearTimeout(timer);
        this.paused.delete(begin);
        resolve();
      };
      const timer = setTimeout(begin, randomInt(shortestPauseMs, longestPauseMs + 1));
      this.paused.add(begin);
    });
  }
}
