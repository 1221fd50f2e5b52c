import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import libsql from 'libsql';
import type { DataSourceOptions } from 'typeorm';
import { DataSource } from 'typeorm';
import type { EngineOptions } from '../adapters.js';
import type { Dialect } from './dialect.js';
import type { Entities } from './entities.js';
import { initialSchema } from './migrations/0001-initial-schema.js';

// SQLite waits inside the process and nothing else runs meanwhile: shorter than a request may wait.
const busyTimeoutMs = 1_000;

interface SqliteConnection {
  pragma(text: string): unknown;
}

/** TypeORM's connection to one database of one of the four engines. */
export function makeDataSource(dialect: Dialect, options: EngineOptions, url: string, schemas: Entities): DataSource {
  const common = {
    entities: Object.values(schemas),
    migrations: [initialSchema(dialect)],
    migrationsTableName: 'migrations',
    synchronize: false,
    logging: false,
    poolSize: options.poolSize,
  } as const;
  const specific = dialect === 'sqlite' ? sqlite(url) : dialect === 'postgres' ? postgres(options, url) : mysql(options, url);
  return new DataSource({ ...common, ...specific } as unknown as DataSourceOptions);
}

function sqlite(url: string): object {
  const database = url.slice('sqlite:'.length).replace(/^\/\/(?=\/|\.)/, '');
  if (database !== ':memory:') makeFile(database);
  return { type: 'better-sqlite3', driver: libsql, database, prepareDatabase };
}

// Made here and not by the driver, for its permissions: the file holds password hashes.
function makeFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
}

function prepareDatabase(connection: SqliteConnection): void {
  connection.pragma(`busy_timeout = ${busyTimeoutMs}`);
  connection.pragma('journal_mode = WAL');
  // An acknowledged write survives a power cut (SQLite's default with WAL is NORMAL in some builds).
  connection.pragma('synchronous = FULL');
  connection.pragma('foreign_keys = ON');
}

function mysql({ timeoutMs }: EngineOptions, url: string): object {
  return {
    type: 'mysql',
    url,
    timezone: 'Z',
    charset: 'utf8mb4',
    connectTimeout: timeoutMs,
    // A statement that gets no answer gives its place in the pool back.
    enableQueryTimeout: true,
    maxQueryExecutionTime: timeoutMs,
    extra: { queueLimit: 1_000, enableKeepAlive: true },
  };
}

function postgres({ timeoutMs }: EngineOptions, url: string): object {
  return {
    type: 'postgres',
    url,
    connectTimeoutMS: timeoutMs,
    poolErrorHandler: () => {},
    extra: { query_timeout: timeoutMs, keepAlive: true, idleTimeoutMillis: 30_000 },
  };
}
