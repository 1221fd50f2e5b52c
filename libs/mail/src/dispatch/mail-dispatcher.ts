import { Clock, newSecret } from '@janus/kernel';
import type { OnModuleDestroy } from '@nestjs/common';
import { Injectable, Logger } from '@nestjs/common';
import type { OutboxMessage } from '../outbox/outbox-message.js';
import { OutboxRepository } from '../outbox/outbox.repository.js';
import { OutboxSignal } from '../outbox/outbox-signal.js';
import { MailDelivery } from './mail-delivery.js';
import { Pacer } from './pacer.js';

/**
 * Takes messages out of the outbox and sends them, in the background: no request waits for it. Every instance has one; leases
 * keep them apart.
 */
@Injectable()
export class MailDispatcher implements OnModuleDestroy {
  private readonly logger = new Logger('Mail');
  private readonly owner = newSecret(16);
  private readonly underWay = new Set<Promise<void>>();
  private isStopping = false;
  private loop: Promise<void> | null = null;

  constructor(
    private readonly outbox: OutboxRepository,
    private readonly delivery: MailDelivery,
    private readonly signal: OutboxSignal,
    private readonly pacer: Pacer,
    private readonly clock: Clock,
  ) {}

  /** Called once the service listens: before that it may not be known where links lead. */
  start(): void {
    if (this.delivery.canSend) this.loop = this.run();
    else this.logger.warn('MAIL_URL is not set: mails wait in the outbox until they expire');
  }

  /** Takes nothing more, waits a little for what is under way; what is not done by then is left to whoever comes after its lease. */
  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    this.signal.notify();
    await this.loop;
    await Promise.race([this.settled(), pause(this.pacer.pace.stopMs)]);
    this.delivery.close();
  }

  /** Takes what may go now and begins to send it. @returns whether there may be more for the free hands */
  async round(): Promise<boolean> {
    const room = this.pacer.admits(this.underWay.size);
    if (room <= 0) return false;
    const claimed = await this.claim(room);
    for (const message of claimed) this.begin(message);
    return claimed.length === room && this.pacer.admits(this.underWay.size) > 0;
  }

  /** Until everything that is under way has been noted. */
  async settled(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  private async run(): Promise<void> {
    while (!this.isStopping) {
      if (!(await this.round())) await this.signal.wait(this.pacer.pauseMs());
    }
  }

  private async claim(limit: number): Promise<OutboxMessage[]> {
    const now = this.clock.now();
    try {
      return await this.outbox.claim(this.owner, now, this.leaseFrom(now), limit);
    } catch (error) {
      // The database is away, as the requests notice too; the next look comes by itself.
      this.logger.debug(`the outbox was not read: ${String(error)}`);
      return [];
    }
  }

  private begin(message: OutboxMessage): void {
    const renewal = setInterval(() => this.renew(message.id), this.pacer.pace.leaseMs / 3).unref();
    const work = this.delivery
      .deliver(message, this.owner)
      .then((isThere) => this.pacer.note(isThere))
      .finally(() => {
        clearInterval(renewal);
        this.underWay.delete(work);
        // Hands are free again.
        this.signal.notify();
      });
    this.underWay.add(work);
  }

  private renew(id: string): void {
    const until = this.leaseFrom(this.clock.now());
    this.outbox.extend(id, this.owner, until).catch((error: unknown) => {
      this.logger.debug(`a lease was not renewed: ${String(error)}`);
    });
  }

  private leaseFrom(now: Date): Date {
    return new Date(now.getTime() + this.pacer.pace.leaseMs);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((elapsed) => {
    setTimeout(elapsed, milliseconds).unref();
  });
}
