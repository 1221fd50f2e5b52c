import { assertId } from '@janus/kernel';
import type { NewMessage, OutboxMessage, SendFailure } from '@janus/mail';
import { OutboxRepository, freshMessage, whenDead, whenExpired, whenFailed, whenRetried, whenSent } from '@janus/mail';
import type { QueryPartialEntity } from 'typeorm';
import { isDuplicate } from './driver-errors.js';
import type { SqlDatabase } from './sql-database.js';
import { sweepTable } from './sweep-table.js';

type Fields = QueryPartialEntity<OutboxMessage>;

const isFree = '(lease_until IS NULL OR lease_until <= :now)';
const isDue = `state = 'queued' AND next_attempt_at <= :now AND expires_at > :now AND ${isFree}`;
const isExpired = `payload IS NOT NULL AND expires_at <= :now AND ${isFree}`;

export class TypeormOutbox extends OutboxRepository {
  constructor(private readonly db: SqlDatabase) {
    super();
  }

  async insert(message: NewMessage): Promise<boolean> {
    assertId(message.id);
    try {
      await this.db.insert(this.db.entities.outbox, freshMessage(message));
      return true;
    } catch (error) {
      if (isDuplicate(error, 'idempotency_key')) return false;
      throw error;
    }
  }

  /** Looks first, then takes each by a guarded update; whoever lost all of them looks again, for there may be more. */
  async claim(owner: string, now: Date, leaseUntil: Date, limit: number): Promise<OutboxMessage[]> {
    for (;;) {
      const due = await this.due(now, limit);
      const won: OutboxMessage[] = [];
      for (const one of due) {
        const attempts = one.attempts + 1;
        const taken = { leaseOwner: owner, leaseUntil, attempts };
        // The count as well: a message that others had in between is not the one that was looked at.
        const guard = `id = :id AND attempts = :seen AND ${isDue}`;
        if (await this.update(guard, { id: one.id, seen: one.attempts, now }, taken)) won.push({ ...one, ...taken });
      }
      if (won.length > 0 || due.length === 0) return won;
    }
  }

  extend(id: string, owner: string, leaseUntil: Date): Promise<boolean> {
    return this.change(id, owner, { leaseUntil });
  }

  markSent(id: string, owner: string, now: Date): Promise<boolean> {
    return this.change(id, owner, whenSent(now));
  }

  markFailed(id: string, owner: string, failure: SendFailure): Promise<boolean> {
    return this.change(id, owner, whenFailed(failure));
  }

  markDead(id: string, owner: string, error: string): Promise<boolean> {
    return this.change(id, owner, whenDead(error));
  }

  async retry(id: string, now: Date): Promise<boolean> {
    assertId(id);
    const guard = `id = :id AND state = 'dead' AND payload IS NOT NULL AND expires_at > :now`;
    return this.update(guard, { id, now }, whenRetried(now));
  }

  async sweep(now: Date, before: Date, limit: number): Promise<number> {
    const expired = await this.db.run(() =>
      this.db
        .select(this.db.entities.outbox, 'm')
        .select(['m.id', 'm.state'])
        .where('m.payload IS NOT NULL AND m.expiresAt <= :now', { now })
        .andWhere('(m.leaseUntil IS NULL OR m.leaseUntil <= :now)')
        .limit(limit)
        .getMany(),
    );
    for (const { id, state } of expired) {
      const guard = `id = :id AND state = :state AND ${isExpired}`;
      await this.update(guard, { id, state, now }, whenExpired(state));
    }
    return Math.max(expired.length, await sweepTable(this.db, this.db.entities.outbox, 'id', before, limit));
  }

  private due(now: Date, limit: number): Promise<OutboxMessage[]> {
    return this.db.run(() =>
      this.db
        .select(this.db.entities.outbox, 'm')
        .where(`m.state = 'queued' AND m.nextAttemptAt <= :now AND m.expiresAt > :now`, { now })
        .andWhere('(m.leaseUntil IS NULL OR m.leaseUntil <= :now)')
        .orderBy('m.nextAttemptAt', 'ASC')
        .addOrderBy('m.id', 'ASC')
        .limit(limit)
        .getMany(),
    );
  }

  private async change(id: string, owner: string, fields: Fields): Promise<boolean> {
    assertId(id);
    return this.update(`id = :id AND state = 'queued' AND lease_owner = :owner`, { id, owner }, fields);
  }

  private async update(guard: string, values: object, fields: Fields): Promise<boolean> {
    const changed = await this.db.update(this.db.entities.outbox, (query) => query.set(fields).where(guard, values));
    return changed === 1;
  }
}
