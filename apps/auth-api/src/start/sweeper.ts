import { AuditSweepService } from '@janus/audit';
import { AttemptsRepository, KeyRingService, LinksRepository, SessionsRepository } from '@janus/auth';
import { Clock, Rounds } from '@janus/kernel';
import { IdempotencyRepository, InvitationsRepository } from '@janus/users';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { Injectable, Logger } from '@nestjs/common';

const pauseMs = 10 * 60 * 1000;
// What a process that died has left unrecorded is not to wait for the tidying.
const settlingPauseMs = 60 * 1000;
const batch = 500;
// The owner may look at ended sessions for 30 days.
const keepSessionsMs = 30 * 24 * 3600 * 1000;

/** Deletes what has long expired, in batches. Tidying only: nothing is decided by whether a row is still there. */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Sweeper');
  private readonly rounds = [
    this.every(pauseMs, () => this.sweep()),
    this.every(settlingPauseMs, () => this.audit.settleAbandoned()),
  ];

  constructor(
    private readonly sessions: SessionsRepository,
    private readonly invitations: InvitationsRepository,
    private readonly links: LinksRepository,
    private readonly attempts: AttemptsRepository,
    private readonly keys: KeyRingService,
    private readonly idempotency: IdempotencyRepository,
    private readonly audit: AuditSweepService,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    for (const rounds of this.rounds) rounds.start();
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.rounds.map((rounds) => rounds.stop()));
  }

  /** One round: every repository until a batch comes back short. */
  async sweep(): Promise<void> {
    const now = this.clock.now();
    const oldest = new Date(now.getTime() - keepSessionsMs);
    await untilShort(() => this.sessions.sweep(oldest, batch));
    await untilShort(() => this.invitations.sweep(now, batch));
    await untilShort(() => this.links.sweep(now, batch));
    await untilShort(() => this.attempts.sweep(now, batch));
    await this.keys.sweep();
    await untilShort(() => this.idempotency.sweep(now, batch));
    await this.audit.removeOld();
  }

  private every(milliseconds: number, work: () => Promise<unknown>): Rounds {
    return new Rounds(work, milliseconds, (error) => this.logger.warn(`sweep put off: ${String(error)}`));
  }
}

async function untilShort(sweep: () => Promise<number>): Promise<void> {
  while ((await sweep()) === batch);
}
