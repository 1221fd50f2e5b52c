import { collections } from '../models.js';
import { createCollection } from './create-collection.js';
import type { MongoMigration } from './migration.js';

/** One-time links, and which invitations were mailed. Not required, so that the release before this one still stores invitations. */
export const oneTimeLinks: MongoMigration = {
  name: '0007-one-time-links',
  async up(db) {
    for (const spec of [collections.links, collections.invitations]) await createCollection(db, spec);
  },
};
