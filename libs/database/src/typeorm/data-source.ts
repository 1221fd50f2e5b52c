import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DataSourceOptions } from 'typeorm';
import { DataSource } from 'typeorm';
import type { Dialect } from './dialect.js';
import type { Entities } from './entities.js';
import { guardedMysql } from './guarded-mysql.js';
import { GuardedSqlite } from './guarded-sqlite.js';
import { initialSchema } from './migrations/0001-initial-schema.js';
import { signInAttempts } from './migrations/0002-sign-in-attempts.js';
import { keyStates } from './migrations/0003-key-states.js';
import { serviceClients } from './migrations/0004-service-clients.js';
import { auditLog } from './migrations/0005-audit-log.js';
import { mailOutbox } from './migrations/0006-mail-outbox.js';
import { oneTimeLinks } from './migrations/0007-one-time-links.js';
import { superAdminEpoch } from './migrations/0008-super-admin-epoch.js';
import { pragmas } from './sqlite-pragmas.js';

export interface SqlConnectionOptions {
  readonly dialect: Dialect;
  readonly url: string;
  readonly poolSize: number;
  /** Longest wait for one answer, in milliseconds. */
  readonly timeoutMs: number;
}

const sqliteScheme = 'sqlite:';

const migrations = [
  initialSchema,
  signInAttempts,
  keyStates,
  serviceClients,
  auditLog,
  mailOutbox,
  oneTimeLinks,
  superAdminEpoch,
];

interface SqliteConnection {
  pragma(text: string): unknown;
}

/** TypeORM's connections to one database of one of the four engines. */
export function makeDataSource(options: SqlConnectionOptions, schemas: Entities): DataSource {
  const common = {
    entities: Object.values(schemas),
    migrations: migrations.map((make) => make(options.dialect)),
    migrationsTableName: 'migrations',
    synchronize: false,
    logging: false,
    poolSize: options.poolSize,
  } as const;
  const byDialect = { sqlite, mysql, mariadb: mysql, postgres };
  return new DataSource({ ...common, ...byDialect[options.dialect](options) } as unknown as DataSourceOptions);
}

/** The path of an SQLite address: `sqlite:./file`, `sqlite:/file`, `sqlite:///file` or `sqlite::memory:`. */
export function sqlitePath(url: string): string {
  return url.slice(sqliteScheme.length).replace(/^\/\/(?=\/)/, '');
}

function sqlite({ url }: SqlConnectionOptions): object {
  const database = sqlitePath(url);
  if (database !== ':memory:') makeFile(database);
  return { type: 'better-sqlite3', driver: GuardedSqlite, database, prepareDatabase };
}

/**
 * Made here and not by the driver, for its permissions: the file holds password hashes. One that is there is never opened here:
 * closing it would give up the locks by which SQLite holds it in this process (POSIX, `fcntl`), and another process that closes
 * it would then take itself for the last one and remove the write-ahead log.
 */
function makeFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function prepareDatabase(connection: SqliteConnection): void {
  for (const pragma of pragmas) connection.pragma(pragma);
}

function mysql({ url, timeoutMs }: SqlConnectionOptions): object {
  return {
    type: 'mysql',
    url,
    driver: guardedMysql(timeoutMs),
    timezone: 'Z',
    charset: 'utf8mb4',
    connectTimeout: timeoutMs,
    extra: { queueLimit: 1_000, enableKeepAlive: true },
  };
}

function postgres({ url, timeoutMs }: SqlConnectionOptions): object {
  return {
    type: 'postgres',
    url,
    connectTimeoutMS: timeoutMs,
    // A connection that breaks while nobody uses it is replaced; that is all there is to do.
    poolErrorHandler: () => {},
    extra: { query_timeout: timeoutMs, statement_timeout: timeoutMs, keepAlive: true, idleTimeoutMillis: 30_000 },
  };
}
