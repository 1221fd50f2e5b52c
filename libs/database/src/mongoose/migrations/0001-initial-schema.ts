import { collections, onlyDocument } from '../models.js';
import { createCollection } from './create-collection.js';
import type { MongoMigration } from './migration.js';

/** The collections of the first release, with validators as strict as the columns on SQL. */
export const initialSchema: MongoMigration = {
  name: '0001-initial-schema',
  async up(db) {
    for (const spec of Object.values(collections)) await createCollection(db, spec);
    await db
      .collection<{ _id: string }>('super_admin_count')
      .updateOne({ _id: onlyDocument }, { $setOnInsert: { n: 0 } }, { upsert: true });
    const free = { tokenDigest: null, tokenExpiresAt: null, claimedBy: null, claimedAt: null };
    await db
      .collection<{ _id: string }>('setup')
      .updateOne({ _id: onlyDocument }, { $setOnInsert: free }, { upsert: true });
  },
};
