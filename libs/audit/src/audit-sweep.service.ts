import { Clock, newId } from '@janus/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { AuditLogRepository } from './audit-log.repository.js';
import type { AuditOptions } from './audit.options.js';
import { AUDIT_OPTIONS } from './audit.options.js';
import type { AuditChain } from './chain/audit-chains.repository.js';
import { AuditChainsRepository } from './chain/audit-chains.repository.js';
import { AuditTrail } from './chain/audit-trail.service.js';
import { headMac, keyOf, prunedMac } from './chain/chain-digests.js';
import { AuditIntentsRepository } from './intents/audit-intents.repository.js';

const dayMs = 24 * 3600 * 1000;
const batch = 500;
// No request runs so long: whoever announced a change and has not settled it by then has died.
const abandonedAfterMs = 60 * 1000;

/** Keeps the log as long as it is wanted, and records changes whose process died before it could. */
@Injectable()
export class AuditSweepService {
  constructor(
    private readonly log: AuditLogRepository,
    private readonly chains: AuditChainsRepository,
    private readonly intents: AuditIntentsRepository,
    private readonly trail: AuditTrail,
    @Inject(AUDIT_OPTIONS) private readonly options: AuditOptions,
    private readonly clock: Clock,
  ) {}

  /** Events of changes that were announced, and of which nobody knows whether they were made. @returns how many */
  async settleAbandoned(): Promise<number> {
    const now = this.clock.now();
    const abandoned = await this.intents.listBefore(new Date(now.getTime() - abandonedAfterMs), batch);
    let settled = 0;
    for (const { event, announcedAt } of abandoned) {
      if (!(await this.intents.take(event.id, announcedAt, now))) continue;
      // Recorded, but not yet forgotten: then there is nothing to tell.
      if (!(await this.log.has(event.id))) {
        await this.trail.append({ ...event, id: newId(now), at: now, outcome: 'failure', reason: 'OUTCOME_UNKNOWN' });
        settled += 1;
      }
      await this.intents.remove(event.id);
    }
    return settled;
  }

  /** @returns how many entries were removed */
  async removeOld(): Promise<number> {
    const { retentionDays } = this.options;
    if (retentionDays === null) return 0;
    const before = new Date(this.clock.now().getTime() - retentionDays * dayMs);
    let removed = 0;
    for (const chain of await this.chains.list()) removed += await this.shorten(chain, before);
    return removed;
  }

  private async shorten(chain: AuditChain, before: Date): Promise<number> {
    const key = keyOf(this.options.chainKeys, (one) => headMac(one, chain), chain.headMac);
    // What a sweep that was cut short has noted and not removed.
    let removed = await this.log.removeUpTo(chain.id, chain.prunedSeq);
    let seq = chain.prunedSeq;
    for (;;) {
      const page = await this.log.readChain(chain.id, seq, batch);
      const young = page.findIndex(({ event }) => event.at >= before);
      const last = page[(young < 0 ? page.length : young) - 1];
      if (!last || !key) return removed;
      const pruning = { prunedSeq: last.seq, prunedHash: last.hash };
      await this.chains.prune(chain.id, { ...pruning, prunedMac: prunedMac(key, chain.id, last.seq, last.hash) });
      removed += await this.log.removeUpTo(chain.id, last.seq);
      ({ seq } = last);
    }
  }
}
