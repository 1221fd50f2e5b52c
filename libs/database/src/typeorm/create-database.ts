import { databaseUnavailable } from '@janus/kernel';
import { createConnection } from 'mysql2/promise';
import pg from 'pg';
import type { Dialect } from './dialect.js';
import { isAway } from './driver-errors.js';

const defaultName = 'janus';
const safeName = /^[A-Za-z0-9_-]{1,63}$/;

/** The address with a database name in its path. */
export function withDatabaseName(url: string): string {
  const parsed = new URL(url);
  if (parsed.pathname.length <= 1) parsed.pathname = `/${defaultName}`;
  return parsed.toString();
}

/** Creates the database if it is missing and the server lets us, and finds out which server it is. */
export async function createDatabase(url: string, timeoutMs: number): Promise<Dialect> {
  const name = decodeURIComponent(new URL(url).pathname.slice(1));
  try {
    return await (url.startsWith('mysql') ? onMysql(url, name, timeoutMs) : onPostgres(url, name, timeoutMs));
  } catch (error) {
    throw isAway(error) ? databaseUnavailable(error) : error;
  }
}

async function onMysql(url: string, name: string, timeoutMs: number): Promise<Dialect> {
  const server = new URL(url);
  server.pathname = '';
  const connection = await createConnection({ uri: server.toString(), connectTimeout: timeoutMs });
  try {
    if (safeName.test(name))
      await connection.query(`CREATE DATABASE IF NOT EXISTS \`${name}\` CHARACTER SET utf8mb4`).catch(ignoreDenied);
    const [rows] = await connection.query('SELECT VERSION() AS version');
    const [{ version }] = rows as unknown as [{ version: string }];
    return /mariadb/i.test(version) ? 'mariadb' : 'mysql';
  } finally {
    connection.destroy();
  }
}

async function onPostgres(url: string, name: string, timeoutMs: number): Promise<Dialect> {
  const server = new URL(url);
  server.pathname = '/postgres';
  const client = new pg.Client({ connectionString: server.toString(), connectionTimeoutMillis: timeoutMs });
  // Without the maintenance database, or the right to it, the database itself may be there all the same.
  const isConnected = await client.connect().then(
    () => true,
    (error: unknown) => {
      if (isAway(error)) throw error;
      return false;
    },
  );
  if (!isConnected) return 'postgres';
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0 && safeName.test(name)) {
      await client.query(`CREATE DATABASE "${name}" ENCODING 'UTF8' TEMPLATE template0`).catch(ignoreDenied);
    }
    return 'postgres';
  } finally {
    await client.end();
  }
}

// Denied, or another instance was faster: connecting to the database itself will tell.
function ignoreDenied(error: unknown): void {
  const { code } = error as { code?: string };
  const expected = ['ER_DBACCESS_DENIED_ERROR', 'ER_ACCESS_DENIED_ERROR', '42501', '42P04', '23505'];
  if (!expected.includes(code ?? '')) throw error;
}
