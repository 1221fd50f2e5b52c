import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { createConnection } from 'mysql2/promise';
import pg from 'pg';

declare global {
  /** Set by the jest project. */
  var JANUS_ENGINE: { readonly name: string; readonly url: string | null };
}

export interface FreshDatabase {
  readonly url: string;
  /** Removes whatever was made. */
  drop(): Promise<void>;
}

/** A database of its own on the engine under test; it is created by whoever opens it first. */
export function freshDatabase({ name, url } = globalThis.JANUS_ENGINE): FreshDatabase {
  if (name === 'memory') return { url: 'memory:', drop: async () => {} };
  const database = `janus_test_${randomBytes(6).toString('hex')}`;
  if (url === null) return inFile();
  const own = new URL(url);
  own.pathname = `/${database}`;
  const drop = name.startsWith('mongo') ? dropMongo : name === 'postgres' ? dropPostgres : dropMysql;
  return { url: own.toString(), drop: () => drop(url, own.toString(), database) };
}

function inFile(): FreshDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'janus-test-'));
  return {
    url: `sqlite:${join(folder, 'janus.sqlite')}`,
    drop: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function dropMysql(server: string, _own: string, database: string): Promise<void> {
  const connection = await createConnection({ uri: server });
  await connection.query(`DROP DATABASE IF EXISTS ${database}`);
  await connection.end();
}

async function dropPostgres(server: string, _own: string, database: string): Promise<void> {
  const client = new pg.Client({ connectionString: server, database: 'postgres' });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  await client.end();
}

async function dropMongo(_server: string, own: string): Promise<void> {
  const connection = await mongoose.createConnection(own).asPromise();
  await connection.dropDatabase();
  await connection.close();
}
