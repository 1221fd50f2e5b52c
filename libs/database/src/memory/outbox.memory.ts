import { assertId, compareText } from '@janus/kernel';
import type { NewMessage, OutboxMessage, SendFailure } from '@janus/mail';
import { OutboxRepository, freshMessage, whenDead, whenExpired, whenFailed, whenRetried, whenSent } from '@janus/mail';
import type { MemoryStore } from './memory-store.js';
import { copyOf } from './memory-store.js';

export class MemoryOutbox extends OutboxRepository {
  constructor(private readonly store: MemoryStore) {
    super();
  }

  async insert(message: NewMessage): Promise<boolean> {
    assertId(message.id);
    if (this.all().some(({ idempotencyKey }) => idempotencyKey === message.idempotencyKey)) return false;
    if (this.store.outbox.has(message.id)) throw new Error(`message ${message.id} exists`);
    this.put(freshMessage(message));
    return true;
  }

  async claim(owner: string, now: Date, leaseUntil: Date, limit: number): Promise<OutboxMessage[]> {
    const due = this.all()
      .filter((one) => one.state === 'queued' && one.nextAttemptAt <= now && one.expiresAt > now && isFree(one, now))
      .toSorted((a, b) => Number(a.nextAttemptAt) - Number(b.nextAttemptAt) || compareText(a.id, b.id))
      .slice(0, limit);
    return due.map((one) => copyOf(this.put({ ...one, leaseOwner: owner, leaseUntil, attempts: one.attempts + 1 })));
  }

  async extend(id: string, owner: string, leaseUntil: Date): Promise<boolean> {
    return this.change(id, owner, { leaseUntil });
  }

  async markSent(id: string, owner: string, now: Date): Promise<boolean> {
    return this.change(id, owner, whenSent(now));
  }

  async markFailed(id: string, owner: string, failure: SendFailure): Promise<boolean> {
    return this.change(id, owner, whenFailed(failure));
  }

  async markDead(id: string, owner: string, error: string): Promise<boolean> {
    return this.change(id, owner, whenDead(error));
  }

  async retry(id: string, now: Date): Promise<boolean> {
    assertId(id);
    const stored = this.store.outbox.get(id);
    if (stored?.state !== 'dead' || stored.payload === null || stored.expiresAt <= now) return false;
    this.put({ ...stored, ...whenRetried(now) });
    return true;
  }

  async sweep(now: Date, before: Date, limit: number): Promise<number> {
    const unlet = this.all().filter((one) => isFree(one, now));
    const expired = unlet.filter((one) => one.payload !== null && one.expiresAt <= now).slice(0, limit);
    for (const one of expired) this.put({ ...one, ...whenExpired(one.state) });
    const old = unlet.filter(({ expiresAt }) => expiresAt < before).slice(0, limit);
    for (const { id } of old) this.store.outbox.delete(id);
    return Math.max(expired.length, old.length);
  }

  private all(): OutboxMessage[] {
    return [...this.store.outbox.values()];
  }

  private put(message: OutboxMessage): OutboxMessage {
    this.store.outbox.set(message.id, copyOf(message));
    return message;
  }

  private change(id: string, owner: string, fields: Partial<OutboxMessage>): boolean {
    assertId(id);
    const stored = this.store.outbox.get(id);
    if (stored?.state !== 'queued' || stored.leaseOwner !== owner) return false;
    this.put({ ...stored, ...fields });
    return true;
  }
}

function isFree({ leaseUntil }: OutboxMessage, now: Date): boolean {
  return leaseUntil === null || leaseUntil <= now;
}
