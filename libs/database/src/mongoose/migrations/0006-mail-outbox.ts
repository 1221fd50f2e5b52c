import { collections } from '../models.js';
import { createCollection } from './create-collection.js';
import type { MongoMigration } from './migration.js';

/** Mails on their way. A database made by this release has the collection already. */
export const mailOutbox: MongoMigration = {
  name: '0006-mail-outbox',
  up: (db) => createCollection(db, collections.outbox),
};
