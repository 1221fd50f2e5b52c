import { databaseUnavailable, newSecret } from '@janus/kernel';
import type { Connection } from 'mongoose';
import type { Migrations } from '../adapters.js';
import { initialSchema } from './migrations/0001-initial-schema.js';
import { signInAttempts } from './migrations/0002-sign-in-attempts.js';
import { keyStates } from './migrations/0003-key-states.js';
import { serviceClients } from './migrations/0004-service-clients.js';
import { auditLog } from './migrations/0005-audit-log.js';
import { mailOutbox } from './migrations/0006-mail-outbox.js';
import { oneTimeLinks } from './migrations/0007-one-time-links.js';
import { superAdminEpoch } from './migrations/0008-super-admin-epoch.js';
import type { Db, MongoMigration } from './migrations/migration.js';
import { isAway, isDuplicate } from './mongo-errors.js';

const all: readonly MongoMigration[] = [
  initialSchema,
  signInAttempts,
  keyStates,
  serviceClients,
  auditLog,
  mailOutbox,
  oneTimeLinks,
  superAdminEpoch,
];
const lockId = 'lock';
const leaseMs = 30_000;
const pauseMs = 200;
const longestWaitMs = 60_000;

interface Bookkeeping {
  _id: string;
  appliedAt?: Date;
  owner?: string;
  until?: Date;
}

/**
 * The numbered migrations. MongoDB has no lock that dies with its connection: a lease takes its place, and every step may be
 * run again after it was cut short.
 */
export class MongoMigrations implements Migrations {
  constructor(private readonly connection: Connection) {}

  status(): Promise<{ applied: string[]; pending: string[] }> {
    return this.translated(() => this.readStatus());
  }

  up(): Promise<string[]> {
    return this.translated(async () => {
      const owner = newSecret(16);
      await this.lock(owner);
      try {
        return await this.applyPending(owner);
      } finally {
        await this.books.deleteOne({ _id: lockId, owner });
      }
    });
  }

  private async readStatus(): Promise<{ applied: string[]; pending: string[] }> {
    const found = await this.books
      .find({ appliedAt: { $exists: true } })
      .sort({ _id: 1 })
      .toArray();
    const applied = found.map(({ _id }) => _id);
    return { applied, pending: all.map(({ name }) => name).filter((name) => !applied.includes(name)) };
  }

  private async applyPending(owner: string): Promise<string[]> {
    const { pending } = await this.readStatus();
    for (const migration of all.filter(({ name }) => pending.includes(name))) {
      await this.extend(owner);
      await migration.up(this.db);
      await this.books.updateOne({ _id: migration.name }, { $set: { appliedAt: new Date() } }, { upsert: true });
    }
    return pending;
  }

  private async lock(owner: string): Promise<void> {
    for (const giveUpAt = Date.now() + longestWaitMs; Date.now() < giveUpAt;) {
      if (await this.take(owner)) return;
      await new Promise((elapsed) => {
        setTimeout(elapsed, pauseMs);
      });
    }
    throw databaseUnavailable(new Error('another instance has been migrating for too long'));
  }

  /** Takes the lease if it is free or has run out; the insert of a second one fails on `_id`. */
  private async take(owner: string): Promise<boolean> {
    const now = Date.now();
    try {
      const taken = { $set: { owner, until: new Date(now + leaseMs) } };
      await this.books.updateOne({ _id: lockId, until: { $lt: new Date(now) } }, taken, { upsert: true });
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  private async extend(owner: string): Promise<void> {
    const { matchedCount } = await this.books.updateOne(
      { _id: lockId, owner },
      { $set: { until: new Date(Date.now() + leaseMs) } },
    );
    if (matchedCount !== 1) throw databaseUnavailable(new Error('the lease of the migration ran out'));
  }

  private get db(): Db {
    const { db } = this.connection;
    if (!db) throw databaseUnavailable(new Error('not connected'));
    return db;
  }

  private get books() {
    return this.db.collection<Bookkeeping>('migrations');
  }

  private async translated<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw isAway(error) ? databaseUnavailable(error) : error;
    }
  }
}
