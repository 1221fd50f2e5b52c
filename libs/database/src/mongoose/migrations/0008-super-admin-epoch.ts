import { collections, onlyDocument } from '../models.js';
import { createCollection } from './create-collection.js';
import type { MongoMigration } from './migration.js';

/** Epochs of the count of super admins. The release before this one counts on without looking at them. */
export const superAdminEpoch: MongoMigration = {
  name: '0008-super-admin-epoch',
  async up(db) {
    const { superAdminCount } = collections;
    await createCollection(db, superAdminCount);
    await db
      .collection<{ _id: string; epoch?: number | null }>(superAdminCount.name)
      .updateOne({ _id: onlyDocument, epoch: null }, { $set: { epoch: 0 } });
  },
};
