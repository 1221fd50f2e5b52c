import type { DataSource } from 'typeorm';
import type { Dialect } from './dialect.js';
import type { SqliteValue, SqliteWriter } from './sqlite-writer.js';
import { StatementCache } from './statement-cache.js';

export type SqlValue = string | number | boolean | null | Date;
export type SqlRow = Readonly<Record<string, unknown>>;

/** Statements on the hot path: prepared once a connection, through the driver's own pool. Parameters are `?`. */
export interface PreparedStatements {
  rows(sql: string, parameters: readonly SqlValue[]): Promise<readonly SqlRow[]>;
  /**
   * @param giveUpAt when its caller stops waiting, by the clock of `performance` in milliseconds: what waits in this process until
   * then is not begun
   * @returns how many rows were matched
   */
  write(sql: string, parameters: readonly SqlValue[], giveUpAt: number): Promise<number>;
}

interface SqliteStatement {
  all(...parameters: unknown[]): SqlRow[];
  run(...parameters: unknown[]): { changes: number };
}

interface MysqlPool {
  execute(sql: string, values: readonly unknown[], done: (error: unknown, result: unknown) => void): void;
}

interface PgQuery {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

interface PgAnswer {
  readonly rows: SqlRow[];
  readonly rowCount: number;
}

interface PgClient {
  query(query: PgQuery): Promise<PgAnswer>;
  /** @param error closes the connection */
  release(error?: unknown): void;
}

interface PgPool {
  connect(): Promise<PgClient>;
}

/** The way of each driver to one behaviour. @param writer of an SQLite file */
export function prepareStatements(
  { driver }: DataSource,
  dialect: Dialect,
  writer: SqliteWriter | null,
): PreparedStatements {
  if (dialect === 'sqlite')
    return onSqlite((driver as unknown as { databaseConnection: SqliteConnection }).databaseConnection, writer);
  if (dialect === 'postgres') return onPostgres((driver as unknown as { master: PgPool }).master);
  return onMysql((driver as unknown as { pool: MysqlPool }).pool);
}

interface SqliteConnection {
  prepare(sql: string): SqliteStatement;
}

/** A database in memory has but one connection, and no disk to wait for. */
function onSqlite(connection: SqliteConnection, writer: SqliteWriter | null): PreparedStatements {
  const statements = new StatementCache((sql) => connection.prepare(sql));
  return {
    rows: async (sql, parameters) => statements.get(sql).all(...parameters.map(toSqlite)),
    write: async (sql, parameters, giveUpAt) => {
      const values = parameters.map(toSqlite);
      return writer ? writer.write(sql, values, giveUpAt) : statements.get(sql).run(...values).changes;
    },
  };
}

function onMysql(pool: MysqlPool): PreparedStatements {
  const execute = (sql: string, parameters: readonly SqlValue[]) =>
    new Promise<unknown>((resolve, reject) => {
      pool.execute(sql, parameters, (error, result) => (error ? reject(error) : resolve(result)));
    });
  return {
    rows: async (sql, parameters) => (await execute(sql, parameters)) as SqlRow[],
    write: async (sql, parameters) => ((await execute(sql, parameters)) as { affectedRows: number }).affectedRows,
  };
}

function onPostgres(pool: PgPool): PreparedStatements {
  let count = 0;
  const queries = new StatementCache((sql) => ({ name: `janus_${(count += 1)}`, text: numbered(sql) }));
  const query = (sql: string, values: readonly SqlValue[]) => onPgClient(pool, { ...queries.get(sql), values });
  return {
    rows: async (sql, values) => (await query(sql, values)).rows,
    write: async (sql, values) => (await query(sql, values)).rowCount,
  };
}

/** The pool's own `query` closes the connection after any error; what a unique index refuses would cost a new one, and tell by its time. */
async function onPgClient(pool: PgPool, query: PgQuery): Promise<PgAnswer> {
  const client = await pool.connect();
  try {
    const answer = await client.query(query);
    client.release();
    return answer;
  } catch (error) {
    client.release(isViolation(error) ? undefined : error);
    throw error;
  }
}

/** Whether it is a violated constraint (SQLSTATE class 23): after that a connection is as good as before. */
function isViolation(error: unknown): boolean {
  return String((error as { readonly code?: unknown }).code).startsWith('23');
}

/** `?` of the others is `$1`, `$2` … here. */
function numbered(sql: string): string {
  let count = 0;
  return sql.replaceAll('?', () => `$${(count += 1)}`);
}

/** The form in which TypeORM stores instants on SQLite: UTC text that sorts as time does. */
function toSqlite(value: SqlValue): SqliteValue {
  if (typeof value === 'boolean') return Number(value);
  return value instanceof Date ? value.toISOString().replace('T', ' ').replace('Z', '') : value;
}
