import type mongoose from 'mongoose';

export type Db = mongoose.mongo.Db;

/** One numbered step. It may be run again after it was cut short: every part looks first, or is idempotent. */
export interface MongoMigration {
  readonly name: string;
  up(db: Db): Promise<void>;
}
