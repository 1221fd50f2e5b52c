import type { Model } from 'mongoose';
import type { MongoDatabase } from './mongo-database.js';
import { ours } from './mongo-database.js';

/** Deletes up to `limit` documents that expired before the instant. The TTL index does the same, in its own time. */
export async function sweepCollection<T>(
  db: MongoDatabase,
  model: Model<T>,
  before: Date,
  limit: number,
): Promise<number> {
  const isOld = { expiresAt: { $lt: before } };
  const old = await db.run(() =>
    model
      .find(ours({ ...isOld }), { _id: 1 })
      .limit(limit)
      .lean()
      .exec(),
  );
  if (old.length === 0) return 0;
  const keys = old.map((one) => (one as unknown as { _id: string })._id);
  // Still expired? A document may have been taken anew in between.
  const { deletedCount } = await db.run(() => model.deleteMany(ours({ _id: { $in: keys }, ...isOld })).exec());
  return deletedCount;
}
