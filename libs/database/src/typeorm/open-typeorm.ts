import { databaseUnavailable } from '@janus/kernel';
import type { DataSource } from 'typeorm';
import type { Engine, EngineOptions } from '../adapters.js';
import { TypeormCallers } from './caller-reader.typeorm.js';
import { createDatabase, withDatabaseName } from './create-database.js';
import { TypeormCredentials } from './credentials.typeorm.js';
import { makeDataSource } from './data-source.js';
import type { Dialect } from './dialect.js';
import { isAway } from './driver-errors.js';
import { entities } from './entities.js';
import { TypeormIdempotency } from './idempotency.typeorm.js';
import { TypeormInvitations } from './invitations.typeorm.js';
import { prepareStatements } from './prepared-statements.js';
import { TypeormSessions } from './sessions.typeorm.js';
import { TypeormSetup } from './setup.typeorm.js';
import { TypeormSigningKeys } from './signing-keys.typeorm.js';
import { SqlDatabase } from './sql-database.js';
import { SqlMigrations } from './sql-migrations.js';
import { TypeormSuperAdminCount } from './super-admin-count.typeorm.js';
import { TypeormUsers } from './users.typeorm.js';

/** Opens SQLite, MySQL, MariaDB or PostgreSQL. */
export async function openTypeorm(options: EngineOptions): Promise<Engine> {
  const isFile = options.url.startsWith('sqlite:');
  const url = isFile ? options.url : withDatabaseName(options.url);
  const dialect = isFile ? 'sqlite' : await createDatabase(url, options.timeoutMs);
  const schemas = entities(dialect);
  const dataSource = makeDataSource(dialect, options, url, schemas);
  await initialize(dataSource, dialect);
  const prepared = prepareStatements(dataSource, dialect);
  const db = new SqlDatabase(dataSource, schemas, prepared, options.timeoutMs);
  return {
    name: dialect,
    adapters: {
      callerReader: new TypeormCallers(db),
      users: new TypeormUsers(db),
      credentials: new TypeormCredentials(db),
      sessions: new TypeormSessions(db),
      invitations: new TypeormInvitations(db),
      idempotency: new TypeormIdempotency(db),
      superAdminCount: new TypeormSuperAdminCount(db),
      signingKeys: new TypeormSigningKeys(db),
      setup: new TypeormSetup(db),
    },
    migrations: new SqlMigrations(dataSource, dialect),
    ping: async () => void (await db.run(() => prepared.rows('SELECT 1', []))),
    close: () => dataSource.destroy(),
  };
}

async function initialize(dataSource: DataSource, dialect: Dialect): Promise<void> {
  try {
    await dataSource.initialize();
  } catch (error) {
    throw isAway(error) ? databaseUnavailable(error) : error;
  }
  if (dialect === 'mysql' || dialect === 'mariadb') useReadCommitted(dataSource);
}

interface MysqlPool {
  on(event: 'connection', listener: (connection: { query(sql: string): void }) => void): void;
}

// Guarded updates need no gap locks; without them concurrent writers hardly ever deadlock.
function useReadCommitted({ driver }: DataSource): void {
  const { pool } = driver as unknown as { pool: MysqlPool };
  pool.on('connection', (connection) => connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED'));
}
