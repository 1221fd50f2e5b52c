import { assertId } from '@janus/kernel';
import type { NewMessage, OutboxMessage, SendFailure } from '@janus/mail';
import { OutboxRepository, freshMessage, whenDead, whenExpired, whenFailed, whenRetried, whenSent } from '@janus/mail';
import { toMessage } from './documents.js';
import type { MongoDatabase } from './mongo-database.js';
import { ours } from './mongo-database.js';
import { isDuplicate } from './mongo-errors.js';
import { sweepCollection } from './sweep-collection.js';

const isFree = (now: Date) => [{ leaseUntil: null }, { leaseUntil: { $lte: now } }];

export class MongooseOutbox extends OutboxRepository {
  constructor(private readonly db: MongoDatabase) {
    super();
  }

  async insert(message: NewMessage): Promise<boolean> {
    assertId(message.id);
    const { id, ...fields } = freshMessage(message);
    try {
      await this.db.run(() => this.db.models.outbox.insertOne({ _id: id, ...fields }));
      return true;
    } catch (error) {
      if (isDuplicate(error, 'idempotencyKey')) return false;
      throw error;
    }
  }

  async claim(owner: string, now: Date, leaseUntil: Date, limit: number): Promise<OutboxMessage[]> {
    const won: OutboxMessage[] = [];
    while (won.length < limit) {
      const one = await this.take(owner, now, leaseUntil);
      if (!one) break;
      won.push(one);
    }
    return won;
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
    const guard = { _id: id, state: 'dead', payload: { $ne: null }, expiresAt: { $gt: now } };
    const change = { $set: whenRetried(now) };
    return this.db.update(this.db.models.outbox, guard, change);
  }

  async sweep(now: Date, before: Date, limit: number): Promise<number> {
    const isExpired = () => ({ payload: { $ne: null }, expiresAt: { $lte: now }, $or: isFree(now) });
    const expired = await this.db.run(() =>
      this.db.models.outbox.find(ours(isExpired()), { state: 1 }).limit(limit).lean().exec(),
    );
    for (const { _id, state } of expired) {
      await this.db.update(this.db.models.outbox, { _id, state, ...isExpired() }, { $set: whenExpired(state) });
    }
    return Math.max(expired.length, await sweepCollection(this.db, this.db.models.outbox, before, limit));
  }

  private async take(owner: string, now: Date, leaseUntil: Date): Promise<OutboxMessage | null> {
    const isDue: object = { state: 'queued', nextAttemptAt: { $lte: now }, expiresAt: { $gt: now }, $or: isFree(now) };
    const found = await this.db.run(() =>
      this.db.models.outbox
        .findOneAndUpdate(
          ours(isDue),
          { $set: { leaseOwner: owner, leaseUntil }, $inc: { attempts: 1 } },
          { sort: { nextAttemptAt: 1, _id: 1 }, returnDocument: 'after' },
        )
        .lean()
        .exec(),
    );
    return found && toMessage(found);
  }

  private async change(id: string, owner: string, fields: object): Promise<boolean> {
    assertId(id);
    return this.db.update(this.db.models.outbox, { _id: id, state: 'queued', leaseOwner: owner }, { $set: fields });
  }
}
