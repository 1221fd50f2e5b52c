import { collections } from '../models.js';
import { createCollection } from './create-collection.js';
import type { MongoMigration } from './migration.js';

/** The counts of failed attempts. A database made by this release has them already. */
export const signInAttempts: MongoMigration = {
  name: '0002-sign-in-attempts',
  up: (db) => createCollection(db, collections.attempts),
};
