import { Clock, Rounds } from '@janus/kernel';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { Injectable, Logger } from '@nestjs/common';
import { OutboxRepository } from './outbox.repository.js';

const pauseMs = 60_000;
const batch = 500;
/** So long after it expired, operators can still see what became of a message. */
const keepMs = 30 * 24 * 3600 * 1000;

/** Clears what has expired and deletes what is long over, in batches. Tidying only. */
@Injectable()
export class OutboxSweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Mail');
  private readonly rounds = new Rounds(
    () => this.sweep(),
    pauseMs,
    (error) => this.logger.warn(`sweep put off: ${String(error)}`),
  );

  constructor(
    private readonly outbox: OutboxRepository,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.rounds.stop();
  }

  /** One round, until a batch comes back short. */
  async sweep(): Promise<void> {
    const now = this.clock.now();
    const before = new Date(now.getTime() - keepMs);
    while ((await this.outbox.sweep(now, before, batch)) >= batch);
  }
}
