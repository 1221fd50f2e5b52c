import { randomUUID } from 'node:crypto';
import libsql from 'libsql';
import mongoose from 'mongoose';
import { createPool } from 'mysql2/promise';
import pg from 'pg';

export type LimitRow = Record<string, unknown>;

/** The least that a database can be asked for each workload. */
export interface LimitStore {
  /** One indexed read. */
  find(id: string): Promise<LimitRow | undefined>;
  /** One page of 20 by the index. */
  page(): Promise<readonly LimitRow[]>;
  /** One guarded write of one row. @returns whether the guard matched */
  rotate(id: string, from: number): Promise<boolean>;
}

const rowCount = 200;
const columns = 'id, email, display_name, role, created_at, updated_at, version';
const create = `CREATE TABLE limit_rows (id VARCHAR(36) PRIMARY KEY, email VARCHAR(254), display_name VARCHAR(100),
  role VARCHAR(20), created_at VARCHAR(30), updated_at VARCHAR(30), version INTEGER)`;
const sql = {
  insert: `INSERT INTO limit_rows (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  find: `SELECT ${columns} FROM limit_rows WHERE id = ?`,
  page: `SELECT ${columns} FROM limit_rows ORDER BY id DESC LIMIT 20`,
  rotate: 'UPDATE limit_rows SET version = version + 1 WHERE id = ? AND version = ?',
};

/** Makes the rows and opens what the limit works with. @returns the ids of the rows too */
export async function openLimitStore(url: string): Promise<{ store: LimitStore; ids: readonly string[] }> {
  const rows = Array.from({ length: rowCount }, (_, n) => ({
    id: randomUUID(),
    email: `limit-${n}@example.com`,
    display_name: `Limit ${n}`,
    role: 'user',
    created_at: new Date().toISOString(),
    updated_at: new Date().toISOString(),
    version: 0,
  }));
  const store = await openFor(url, rows);
  return { store, ids: rows.map(({ id }) => id) };
}

function openFor(url: string, rows: readonly LimitRow[]): Promise<LimitStore> {
  if (url.startsWith('sqlite:')) return openSqlite(url.slice('sqlite:'.length), rows);
  if (url.startsWith('mysql:')) return openMysql(url, rows);
  return url.startsWith('postgres') ? openPostgres(url, rows) : openMongo(url, rows);
}

async function openSqlite(path: string, rows: readonly LimitRow[]): Promise<LimitStore> {
  const database = new libsql(path);
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'busy_timeout = 2000']) database.pragma(pragma);
  database.exec(create);
  const insert = database.prepare(sql.insert);
  for (const row of rows) insert.run(...Object.values(row));
  const [find, page, rotate] = [sql.find, sql.page, sql.rotate].map((text) => database.prepare(text));
  if (!find || !page || !rotate) throw new Error('unreachable');
  return {
    find: async (id) => find.get(id) as LimitRow | undefined,
    page: async () => page.all() as LimitRow[],
    rotate: async (id, from) => rotate.run(id, from).changes === 1,
  };
}

async function openMysql(uri: string, rows: readonly LimitRow[]): Promise<LimitStore> {
  const pool = createPool({ uri, connectionLimit: 20 });
  await pool.query(create);
  await pool.query(`INSERT INTO limit_rows (${columns}) VALUES ?`, [rows.map((row) => Object.values(row))]);
  return {
    find: async (id) => ((await pool.execute(sql.find, [id]))[0] as LimitRow[])[0],
    page: async () => (await pool.execute(sql.page))[0] as LimitRow[],
    rotate: async (id, from) =>
      ((await pool.execute(sql.rotate, [id, from]))[0] as { affectedRows: number }).affectedRows === 1,
  };
}

async function openPostgres(connectionString: string, rows: readonly LimitRow[]): Promise<LimitStore> {
  const pool = new pg.Pool({ connectionString, max: 20 });
  const numbered = (text: string) =>
    text.replaceAll(
      '?',
      (() => {
        let n = 0;
        return () => `$${(n += 1)}`;
      })(),
    );
  const named = (name: 'find' | 'page' | 'rotate', values: readonly unknown[] = []) =>
    pool.query<LimitRow>({ name, text: texts[name], values: [...values] });
  const texts = { find: numbered(sql.find), page: numbered(sql.page), rotate: numbered(sql.rotate) };
  await pool.query(create);
  for (const row of rows) await pool.query(numbered(sql.insert), Object.values(row));
  return {
    find: async (id) => (await named('find', [id])).rows[0],
    page: async () => (await named('page')).rows,
    rotate: async (id, from) => (await named('rotate', [id, from])).rowCount === 1,
  };
}

async function openMongo(url: string, rows: readonly LimitRow[]): Promise<LimitStore> {
  const connection = await mongoose
    .createConnection(url, { maxPoolSize: 50, w: 'majority', journal: true })
    .asPromise();
  const collection = connection.collection<{ _id: string; version: number }>('limit_rows');
  await collection.insertMany(rows.map(({ id, ...row }) => ({ _id: String(id), version: 0, ...row })));
  return {
    find: async (id) => (await collection.findOne({ _id: id })) ?? undefined,
    page: () => collection.find({}, { sort: { _id: -1 }, limit: 20 }).toArray(),
    rotate: async (id, from) =>
      (await collection.updateOne({ _id: id, version: from }, { $inc: { version: 1 } })).matchedCount === 1,
  };
}
