import { Clock } from '@janus/kernel';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Mail } from '../mailer/mailer.js';
import { Mailer, SendError } from '../mailer/mailer.js';
import type { OutboxMessage } from '../outbox/outbox-message.js';
import { OutboxRepository } from '../outbox/outbox.repository.js';
import { Jitter } from './jitter.js';
import { MessageOpener, UnreadableMessageError } from './message-opener.js';
import { outageDelayMs, retryDelayMs } from './retry-delay.js';

/** A message that servers refused so often is given up, whether or not it has expired. */
export const mostAttempts = 1_000;

const markTries = 10;
const markPauseMs = 1_000;

/** Sends one claimed message and notes what became of it. */
@Injectable()
export class MailDelivery {
  private readonly logger = new Logger('Mail');

  constructor(
    private readonly outbox: OutboxRepository,
    @Inject(Mailer) private readonly mailer: Mailer | null,
    private readonly opener: MessageOpener,
    private readonly clock: Clock,
    private readonly jitter: Jitter,
  ) {}

  /** Whether there is a way out at all. */
  get canSend(): boolean {
    return this.mailer !== null;
  }

  close(): void {
    this.mailer?.close();
  }

  /** @returns whether a server was there to answer */
  async deliver(message: OutboxMessage, owner: string): Promise<boolean> {
    const error = await this.send(message);
    const isNoted = await this.note(() => this.mark(message, owner, error));
    // At least once, and not exactly once: the server's answer and our note of it are two things.
    if (!isNoted) this.logger.warn(`message ${message.id}: the lease was lost; it may arrive twice`);
    return error?.kind !== 'unreachable';
  }

  private async send(message: OutboxMessage): Promise<SendError | null> {
    if (this.mailer === null) return new SendError('unreachable', 'MAIL_URL is not set');
    try {
      await this.mailer.send(this.open(message), this.clock.now());
      return null;
    } catch (error) {
      if (error instanceof SendError) return error;
      this.logger.error(`message ${message.id}: ${String(error)}`);
      return new SendError('temporary', 'a fault of the service; the log has the cause');
    }
  }

  private open(message: OutboxMessage): Mail {
    try {
      return this.opener.open(message);
    } catch (error) {
      throw error instanceof UnreadableMessageError ? new SendError('permanent', error.message) : error;
    }
  }

  private mark({ id, attempts, createdAt }: OutboxMessage, owner: string, error: SendError | null): Promise<boolean> {
    const now = this.clock.now();
    if (error === null) return this.outbox.markSent(id, owner, now);
    const { kind, message: lastError } = error;
    const ageMs = now.getTime() - createdAt.getTime();
    const after = (delayMs: number) => new Date(now.getTime() + delayMs);
    if (kind === 'permanent') return this.outbox.markDead(id, owner, lastError);
    if (kind === 'unreachable') {
      // Not counted: no outage gives a message up, nor leaves it a single try once the server is back. It ends by expiring.
      const nextAttemptAt = after(outageDelayMs(ageMs, this.jitter));
      return this.outbox.markFailed(id, owner, { attempts: attempts - 1, nextAttemptAt, lastError });
    }
    if (attempts >= mostAttempts)
      return this.outbox.markDead(id, owner, `given up after ${attempts} attempts: ${lastError}`);
    const delayMs = retryDelayMs(attempts, ageMs, this.jitter);
    return this.outbox.markFailed(id, owner, { attempts, nextAttemptAt: after(delayMs), lastError });
  }

  /** What was sent is noted even if the database is away for a moment: else it would be sent again. */
  private async note(mark: () => Promise<boolean>): Promise<boolean> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await mark();
      } catch (error) {
        if (tries >= markTries) {
          this.logger.warn(`an outcome could not be noted: ${String(error)}`);
          return false;
        }
        await this.pause();
      }
    }
  }

  private pause(): Promise<void> {
    return new Promise((elapsed) => {
      setTimeout(elapsed, this.jitter.between(0, markPauseMs)).unref();
    });
  }
}
