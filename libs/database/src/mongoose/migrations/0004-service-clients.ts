import { collections } from '../models.js';
import { createCollection } from './create-collection.js';
import type { MongoMigration } from './migration.js';

/** The credentials of services. A database made by this release has them already. */
export const serviceClients: MongoMigration = {
  name: '0004-service-clients',
  up: (db) => createCollection(db, collections.clients),
};
