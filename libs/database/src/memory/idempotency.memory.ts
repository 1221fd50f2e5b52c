import type { IdempotencyRecord, KeptAnswer } from '@janus/users';
import { IdempotencyRepository } from '@janus/users';
import type { MemoryStore } from './memory-store.js';
import { copyOf, sweepMap } from './memory-store.js';

export class MemoryIdempotency extends IdempotencyRepository {
  constructor(private readonly store: MemoryStore) {
    super();
  }

  async claim(record: Omit<IdempotencyRecord, 'answer'>, staleBefore: Date): Promise<IdempotencyRecord | null> {
    const holder = this.store.idempotency.get(record.id);
    const isFree =
      !holder || holder.expiresAt <= record.claimedAt || (!holder.answer && holder.claimedAt < staleBefore);
    if (!isFree) return copyOf(holder);
    this.store.idempotency.set(record.id, copyOf({ ...record, answer: null }));
    return null;
  }

  async complete(id: string, claimedAt: Date, answer: KeptAnswer): Promise<boolean> {
    const holder = this.held(id, claimedAt);
    if (holder) this.store.idempotency.set(id, copyOf({ ...holder, answer }));
    return holder !== null;
  }

  async release(id: string, claimedAt: Date): Promise<boolean> {
    return this.held(id, claimedAt) !== null && this.store.idempotency.delete(id);
  }

  async sweep(before: Date, limit: number): Promise<number> {
    return sweepMap(this.store.idempotency, before, limit);
  }

  private held(id: string, claimedAt: Date): IdempotencyRecord | null {
    const holder = this.store.idempotency.get(id);
    return holder && !holder.answer && holder.claimedAt.getTime() === claimedAt.getTime() ? holder : null;
  }
}
