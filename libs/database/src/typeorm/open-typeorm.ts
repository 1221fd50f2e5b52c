import { databaseUnavailable } from '@janus/kernel';
import type { DataSource } from 'typeorm';
import type { Adapters, Engine, EngineOptions } from '../adapters.js';
import { TypeormAttempts } from './attempts.typeorm.js';
import { TypeormAuditChains } from './audit-chains.typeorm.js';
import { TypeormAuditIntents } from './audit-intents.typeorm.js';
import { TypeormAuditLog } from './audit-log.typeorm.js';
import { TypeormCallers } from './caller-reader.typeorm.js';
import { TypeormClients } from './clients.typeorm.js';
import { createDatabase, withDatabaseName } from './create-database.js';
import { TypeormCredentials } from './credentials.typeorm.js';
import { makeDataSource, sqlitePath } from './data-source.js';
import { isAway } from './driver-errors.js';
import { entities } from './entities.js';
import { TypeormIdempotency } from './idempotency.typeorm.js';
import { TypeormInvitations } from './invitations.typeorm.js';
import { TypeormOutboxReader } from './outbox-reader.typeorm.js';
import { TypeormOutbox } from './outbox.typeorm.js';
import { TypeormLinks } from './links.typeorm.js';
import { prepareStatements } from './prepared-statements.js';
import { TypeormSessions } from './sessions.typeorm.js';
import { TypeormSetup } from './setup.typeorm.js';
import { TypeormSigningKeys } from './signing-keys.typeorm.js';
import { SqlDatabase } from './sql-database.js';
import { SqlMigrations } from './sql-migrations.js';
import { SqliteWriter } from './sqlite-writer.js';
import { TypeormSuperAdminCount } from './super-admin-count.typeorm.js';
import { TypeormUserTransfer } from './user-transfer.typeorm.js';
import { TypeormUsers } from './users.typeorm.js';

// An index over a large table takes its time.
const migrationTimeoutMs = 10 * 60 * 1000;

/** Opens SQLite, MySQL, MariaDB or PostgreSQL. */
export async function openTypeorm({ url: given, poolSize, timeoutMs }: EngineOptions): Promise<Engine> {
  const isSqlite = given.startsWith('sqlite:');
  const isInMemory = isSqlite && sqlitePath(given) === ':memory:';
  const url = isSqlite ? given : withDatabaseName(given);
  const dialect = isSqlite ? 'sqlite' : await createDatabase(url, timeoutMs);
  const schemas = entities(dialect);
  const dataSource = makeDataSource({ dialect, url, poolSize, timeoutMs }, schemas);
  await opened(() => dataSource.initialize());
  const writer = isSqlite && !isInMemory ? await openWriter(sqlitePath(url), dataSource) : null;
  const prepared = prepareStatements(dataSource, dialect, writer);
  const db = new SqlDatabase(dataSource, schemas, prepared, timeoutMs);
  return {
    name: dialect,
    adapters: adaptersOn(db),
    migrations: new SqlMigrations(dialect, async () => {
      // A database in memory has but one connection.
      if (isInMemory) return { dataSource, close: async () => {} };
      const own = makeDataSource({ dialect, url, poolSize: 1, timeoutMs: migrationTimeoutMs }, schemas);
      await opened(() => own.initialize());
      return { dataSource: own, close: () => own.destroy() };
    }),
    ping: async () => void (await db.run(() => prepared.rows('SELECT 1', []))),
    close: async () => {
      await writer?.close();
      await dataSource.destroy();
    },
  };
}

function adaptersOn(db: SqlDatabase): Adapters {
  return {
    callerReader: new TypeormCallers(db),
    users: new TypeormUsers(db),
    attempts: new TypeormAttempts(db),
    credentials: new TypeormCredentials(db),
    userTransfer: new TypeormUserTransfer(db),
    sessions: new TypeormSessions(db),
    invitations: new TypeormInvitations(db),
    idempotency: new TypeormIdempotency(db),
    superAdminCount: new TypeormSuperAdminCount(db),
    signingKeys: new TypeormSigningKeys(db),
    clients: new TypeormClients(db),
    setup: new TypeormSetup(db),
    links: new TypeormLinks(db),
    auditLog: new TypeormAuditLog(db),
    auditChains: new TypeormAuditChains(db),
    auditIntents: new TypeormAuditIntents(db),
    outbox: new TypeormOutbox(db),
    outboxReader: new TypeormOutboxReader(db),
  };
}

/** Whatever is written to a file goes by its writer. */
async function openWriter(path: string, reading: DataSource): Promise<SqliteWriter> {
  try {
    await reading.query('PRAGMA query_only = ON');
    return await opened(() => SqliteWriter.open(path));
  } catch (error) {
    await reading.destroy();
    throw error;
  }
}

async function opened<T>(open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    throw isAway(error) ? databaseUnavailable(error) : error;
  }
}
