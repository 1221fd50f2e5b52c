import type { AttemptCount } from '@janus/auth';
import { AttemptsRepository } from '@janus/auth';
import { assertText } from './documents.js';
import type { MongoDatabase } from './mongo-database.js';
import { isDuplicate } from './mongo-errors.js';
import { sweepCollection } from './sweep-collection.js';

export class MongooseAttempts extends AttemptsRepository {
  constructor(private readonly db: MongoDatabase) {
    super();
  }

  async find(key: string): Promise<AttemptCount | null> {
    assertText(key);
    const found = await this.db.run(() => this.db.models.attempts.findById(key).lean().exec());
    if (!found) return null;
    const { _id, ...count } = found;
    return { key: _id, ...count };
  }

  async count({ key, ...fields }: AttemptCount, seen: number | null, now: Date): Promise<boolean> {
    assertText(key);
    if (seen !== null) {
      const isFree = { _id: key, failures: seen, $or: [{ lockedUntil: null }, { lockedUntil: { $lte: now } }] };
      return this.db.update(this.db.models.attempts, isFree, { $set: fields });
    }
    try {
      await this.db.run(() => this.db.models.attempts.insertOne({ _id: key, ...fields }));
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  async extend(key: string, expiresAt: Date): Promise<boolean> {
    assertText(key);
    return this.db.update(this.db.models.attempts, { _id: key }, { $set: { expiresAt } });
  }

  async giveBack(key: string, failures: number): Promise<boolean> {
    assertText(key);
    const change = { $inc: { failures: -1 }, $set: { lockedUntil: null } };
    return this.db.update(this.db.models.attempts, { _id: key, failures }, change);
  }

  async clear(key: string): Promise<boolean> {
    assertText(key);
    const { deletedCount } = await this.db.run(() => this.db.models.attempts.deleteOne({ _id: key }).exec());
    return deletedCount === 1;
  }

  async clearAccount(account: string): Promise<number> {
    assertText(account);
    const { deletedCount } = await this.db.run(() => this.db.models.attempts.deleteMany({ account }).exec());
    return deletedCount;
  }

  sweep(before: Date, limit: number): Promise<number> {
    return sweepCollection(this.db, this.db.models.attempts, before, limit);
  }
}
