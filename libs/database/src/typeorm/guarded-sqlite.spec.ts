import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { GuardedSqlite } from './guarded-sqlite.js';

interface Connection {
  prepare(sql: string): { run(...values: unknown[]): { changes: number }; get(): { n: number } };
  exec(sql: string): void;
}

/** A write is refused while another connection writes; the next one is reported as made. Is it? */
function madeAfterRefusal(Driver: new (path: string) => Connection): { changes: number; seenByOthers: number } {
  const folder = mkdtempSync(join(tmpdir(), 'janus-busy-'));
  try {
    const [ours, other] = [new Driver(join(folder, 'x')), new Driver(join(folder, 'x'))];
    ours.exec('PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 0; CREATE TABLE t (x); CREATE TABLE u (x)');
    const refused = ours.prepare('INSERT INTO t VALUES (?)');
    other.exec('BEGIN IMMEDIATE');
    expect(() => refused.run(1)).toThrow(/database is locked/);
    other.exec('ROLLBACK');
    const { changes } = ours.prepare('INSERT INTO u VALUES (?)').run(7);
    return { changes, seenByOthers: other.prepare('SELECT COUNT(*) AS n FROM u').get().n };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('SQLite with another writer', () => {
  it('loses acknowledged writes with the bare driver, which is why it is guarded', () => {
    expect(madeAfterRefusal(Libsql as unknown as new (path: string) => Connection)).toEqual({
      changes: 1,
      seenByOthers: 0,
    });
  });

  it('keeps them with the guard', () => {
    expect(madeAfterRefusal(GuardedSqlite as unknown as new (path: string) => Connection)).toEqual({
      changes: 1,
      seenByOthers: 1,
    });
  });

  it('undoes a write that breaks a rule, and goes on', () => {
    const connection = new GuardedSqlite(':memory:') as unknown as Connection;
    connection.exec('CREATE TABLE t (x UNIQUE)');
    const insert = connection.prepare('INSERT INTO t VALUES (?)');
    insert.run(1);
    expect(() => insert.run(1)).toThrow(/UNIQUE/);
    expect(insert.run(2).changes).toBe(1);
  });
});
