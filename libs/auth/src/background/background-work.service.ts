import type { OnModuleDestroy } from '@nestjs/common';
import { Injectable, Logger } from '@nestjs/common';

/** Work that an answer must not wait for, because the time it takes would tell something. A shutdown waits for it. */
@Injectable()
export class BackgroundWork implements OnModuleDestroy {
  private readonly logger = new Logger('Background');
  private readonly underWay = new Set<Promise<void>>();

  start(what: string, work: () => Promise<void>): void {
    const running: Promise<void> = work()
      .catch((error: unknown) => this.logger.warn(`${what} was not done: ${String(error)}`))
      .finally(() => this.underWay.delete(running));
    this.underWay.add(running);
  }

  /** Resolves once everything that was started is done. */
  async settled(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  onModuleDestroy(): Promise<void> {
    return this.settled();
  }
}
