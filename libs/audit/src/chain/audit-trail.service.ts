import { Clock, newId } from '@janus/kernel';
import type { OnModuleDestroy } from '@nestjs/common';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { AuditEvent } from '../audit-event.js';
import { AuditLogRepository } from '../audit-log.repository.js';
import type { AuditOptions } from '../audit.options.js';
import { AUDIT_OPTIONS } from '../audit.options.js';
import type { AuditChain } from './audit-chains.repository.js';
import { AuditChainsRepository } from './audit-chains.repository.js';
import { entryHash, headMac, prunedMac } from './chain-digests.js';

interface Waiting {
  readonly event: AuditEvent;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

const largestBatch = 200;
const headPauseMs = 1_000;
// Each ordinal is lost only to another process that starts at this moment.
const openings = 64;

/**
 * Writes the chain of this process. While one write is under way, what comes is gathered and written together, in order. After a
 * write that failed nobody knows what is stored: that chain ends there, and the next event begins another.
 */
@Injectable()
export class AuditTrail implements OnModuleDestroy {
  private readonly logger = new Logger('Audit');
  private readonly waiting: Waiting[] = [];
  private readonly key: Buffer;
  private chain: AuditChain | null = null;
  private isWriting = false;
  private headTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly log: AuditLogRepository,
    private readonly chains: AuditChainsRepository,
    private readonly clock: Clock,
    @Inject(AUDIT_OPTIONS) { chainKeys: [key] }: AuditOptions,
  ) {
    if (!key) throw new Error('no key to chain the audit log with');
    this.key = key;
  }

  /** Resolves once the event is stored. @throws Problem DATABASE_UNAVAILABLE */
  append(event: AuditEvent): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ event, done, failed });
      if (!this.isWriting) void this.writeWaiting();
    });
  }

  async onModuleDestroy(): Promise<void> {
    clearTimeout(this.headTimer);
    if (this.headTimer) await this.moveHead();
  }

  private async writeWaiting(): Promise<void> {
    this.isWriting = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, largestBatch);
      try {
        await this.write(batch.map(({ event }) => event));
        for (const { done } of batch) done();
      } catch (error) {
        this.chain = null;
        // Who waits behind would wait as long again, for the same.
        for (const { failed } of [...batch, ...this.waiting.splice(0)]) failed(error);
      }
    }
    this.isWriting = false;
  }

  private async write(events: readonly AuditEvent[]): Promise<void> {
    const chain = (this.chain ??= await this.open());
    let { seq, hash } = chain;
    const entries = events.map((event) => {
      const placed = { event, chainId: chain.id, seq: (seq += 1) };
      hash = entryHash(this.key, hash, placed);
      return { ...placed, hash };
    });
    await this.log.append(entries);
    this.chain = { ...chain, seq, hash };
    this.headTimer ??= setTimeout(() => void this.moveHead(), headPauseMs).unref();
  }

  private async open(): Promise<AuditChain> {
    for (let left = openings; left > 0; left -= 1) {
      const startedAt = this.clock.now();
      const ordinal = (await this.chains.lastOrdinal()) + 1;
      const head = { id: newId(startedAt), ordinal, startedAt, seq: 0, hash: '' };
      const pruned = { prunedSeq: 0, prunedHash: '', prunedMac: prunedMac(this.key, head.id, 0, '') };
      const chain = { ...head, headMac: headMac(this.key, head), ...pruned };
      if (await this.chains.open(chain)) return chain;
    }
    throw new Error('no ordinal for a new chain of the audit log could be had');
  }

  /** Notes where the chain ends, so that entries missing at its end are found: a little later, and once for many. */
  private async moveHead(): Promise<void> {
    this.headTimer = undefined;
    const { chain } = this;
    if (!chain) return;
    const { seq, hash } = chain;
    await this.chains
      .advance(chain.id, { seq, hash, headMac: headMac(this.key, chain) })
      .catch((error: unknown) => this.logger.warn(`the end of the audit chain was not noted: ${String(error)}`));
  }
}
