import { databaseUnavailable } from '@janus/kernel';
import type { Connection } from 'mongoose';
import mongoose from 'mongoose';
import type { Engine, EngineOptions } from '../adapters.js';
import { MongooseAttempts } from './attempts.mongoose.js';
import { MongooseAuditChains } from './audit-chains.mongoose.js';
import { MongooseAuditIntents } from './audit-intents.mongoose.js';
import { MongooseAuditLog } from './audit-log.mongoose.js';
import { MongooseCallers } from './caller-reader.mongoose.js';
import { MongooseClients } from './clients.mongoose.js';
import { MongooseCredentials } from './credentials.mongoose.js';
import { MongooseIdempotency } from './idempotency.mongoose.js';
import { MongooseInvitations } from './invitations.mongoose.js';
import { makeModels } from './models.js';
import { MongoDatabase } from './mongo-database.js';
import { isAway } from './mongo-errors.js';
import { MongoMigrations } from './mongo-migrations.js';
import { MongooseOutboxReader } from './outbox-reader.mongoose.js';
import { MongooseLinks } from './links.mongoose.js';
import { MongooseOutbox } from './outbox.mongoose.js';
import { MongooseSessions } from './sessions.mongoose.js';
import { MongooseSetup } from './setup.mongoose.js';
import { MongooseSigningKeys } from './signing-keys.mongoose.js';
import { MongooseSuperAdminCount } from './super-admin-count.mongoose.js';
import { MongooseUserTransfer } from './user-transfer.mongoose.js';
import { MongooseUsers } from './users.mongoose.js';

const defaultName = 'janus';

// An operator that comes in with a value is a value, never a condition.
mongoose.set('sanitizeFilter', true);

/** Opens MongoDB, standalone or replica set. */
export async function openMongoose(options: EngineOptions): Promise<Engine> {
  const connection = await connect(options);
  const db = new MongoDatabase(connection, makeModels(connection), options.timeoutMs);
  return {
    name: 'mongodb',
    adapters: {
      callerReader: new MongooseCallers(db),
      users: new MongooseUsers(db),
      attempts: new MongooseAttempts(db),
      credentials: new MongooseCredentials(db),
      userTransfer: new MongooseUserTransfer(db),
      sessions: new MongooseSessions(db),
      invitations: new MongooseInvitations(db),
      idempotency: new MongooseIdempotency(db),
      superAdminCount: new MongooseSuperAdminCount(db),
      signingKeys: new MongooseSigningKeys(db),
      clients: new MongooseClients(db),
      setup: new MongooseSetup(db),
      links: new MongooseLinks(db),
      auditLog: new MongooseAuditLog(db),
      auditChains: new MongooseAuditChains(db),
      auditIntents: new MongooseAuditIntents(db),
      outbox: new MongooseOutbox(db),
      outboxReader: new MongooseOutboxReader(db),
    },
    migrations: new MongoMigrations(connection),
    ping: async () => void (await db.run(async () => connection.db?.command({ ping: 1 }))),
    close: () => connection.close(),
  };
}

async function connect({ url, poolSize, timeoutMs }: EngineOptions): Promise<Connection> {
  const connection = mongoose.createConnection(url, {
    ...(hasDatabaseName(url) ? {} : { dbName: defaultName }),
    maxPoolSize: poolSize,
    serverSelectionTimeoutMS: timeoutMs,
    connectTimeoutMS: timeoutMs,
    waitQueueTimeoutMS: timeoutMs,
    heartbeatFrequencyMS: 2_000,
    // An acknowledged write is on the disk of the majority.
    writeConcern: { w: 'majority', journal: true },
    readConcern: { level: 'majority' },
    bufferCommands: false,
    autoIndex: false,
    autoCreate: false,
  });
  try {
    return await connection.asPromise();
  } catch (error) {
    await connection.close(true).catch(() => {});
    throw isAway(error) ? databaseUnavailable(error) : error;
  }
}

function hasDatabaseName(url: string): boolean {
  return /^mongodb(?:\+srv)?:\/\/[^/]+\/[^?]+/.test(url);
}
