import type { IdempotencyRecord, KeptAnswer } from '@janus/users';
import { IdempotencyRepository } from '@janus/users';
import { assertText } from './documents.js';
import type { MongoDatabase } from './mongo-database.js';
import { isDuplicate } from './mongo-errors.js';
import { sweepCollection } from './sweep-collection.js';

type Claim = Omit<IdempotencyRecord, 'answer'>;

export class MongooseIdempotency extends IdempotencyRepository {
  constructor(private readonly db: MongoDatabase) {
    super();
  }

  async claim(record: Claim, staleBefore: Date): Promise<IdempotencyRecord | null> {
    assertText(record.id);
    for (;;) {
      if ((await this.insert(record)) || (await this.takeOver(record, staleBefore))) return null;
      const holder = await this.find(record.id);
      // Released or swept between the two operations: the key is free again.
      if (holder) return holder;
    }
  }

  async complete(id: string, claimedAt: Date, answer: KeptAnswer): Promise<boolean> {
    assertText(id);
    return this.db.update(this.db.models.idempotency, { _id: id, claimedAt, answer: null }, { $set: { answer } });
  }

  async release(id: string, claimedAt: Date): Promise<boolean> {
    assertText(id);
    const { deletedCount } = await this.db.run(() =>
      this.db.models.idempotency.deleteOne({ _id: id, claimedAt, answer: null }).exec(),
    );
    return deletedCount === 1;
  }

  sweep(before: Date, limit: number): Promise<number> {
    return sweepCollection(this.db, this.db.models.idempotency, before, limit);
  }

  private async insert({ id, ...fields }: Claim): Promise<boolean> {
    try {
      await this.db.run(() => this.db.models.idempotency.insertOne({ _id: id, ...fields, answer: null }));
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  private takeOver({ id, requestDigest, claimedAt, expiresAt }: Claim, staleBefore: Date): Promise<boolean> {
    const isFree = [{ expiresAt: { $lte: claimedAt } }, { answer: null, claimedAt: { $lt: staleBefore } }];
    const change = { $set: { requestDigest, claimedAt, expiresAt, answer: null } };
    return this.db.update(this.db.models.idempotency, { _id: id, $or: isFree }, change);
  }

  private async find(id: string): Promise<IdempotencyRecord | null> {
    const found = await this.db.run(() => this.db.models.idempotency.findById(id).lean().exec());
    if (!found) return null;
    const { _id, ...fields } = found;
    return { id: _id, ...fields };
  }
}
