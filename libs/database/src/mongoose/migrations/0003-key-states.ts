import { collections } from '../models.js';
import { createCollection } from './create-collection.js';
import type { MongoMigration } from './migration.js';

/** When signing keys begin and cease to sign. Not required, so that the release before this one still stores keys. */
export const keyStates: MongoMigration = {
  name: '0003-key-states',
  up: (db) => createCollection(db, collections.signingKeys),
};
