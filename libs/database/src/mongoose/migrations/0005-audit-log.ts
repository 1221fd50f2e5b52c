import { collections } from '../models.js';
import { createCollection } from './create-collection.js';
import type { MongoMigration } from './migration.js';

/** The audit log, its chains, and the changes that are about to be recorded. */
export const auditLog: MongoMigration = {
  name: '0005-audit-log',
  async up(db) {
    const { auditLog: log, auditChains, auditIntents } = collections;
    for (const spec of [log, auditChains, auditIntents]) await createCollection(db, spec);
  },
};
