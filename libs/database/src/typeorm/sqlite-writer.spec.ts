import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { isDeadlock, isDuplicate } from './driver-errors.js';
import { SqliteWriter } from './sqlite-writer.js';

interface OtherConnection {
  prepare(sql: string): { all(): { x: number }[] };
  exec(sql: string): void;
  close(): void;
}

const error = (code: string) => Object.assign(new Error(code), { code });

describe('the writer of an SQLite file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'janus-writer-'));
  const insert = 'INSERT INTO t VALUES (?)';
  let path: string;
  let other: OtherConnection;
  let writer: SqliteWriter;

  const write = (sql: string, values: readonly (number | string)[] = []) => writer.write(sql, values, Infinity);
  const stored = () =>
    other
      .prepare('SELECT x FROM t ORDER BY rowid')
      .all()
      .map(({ x }) => x);

  beforeEach(async () => {
    path = join(folder, `${Math.random()}`);
    other = new Libsql(path) as unknown as OtherConnection;
    writer = await SqliteWriter.open(path);
    await write('CREATE TABLE t (x UNIQUE)');
  });

  afterEach(async () => {
    await writer.close();
    other.close();
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('stores what comes at once in the order in which it came, and says how many rows were matched', async () => {
    const all = Array.from({ length: 50 }, (_, x) => x);
    expect(await Promise.all(all.map((x) => write(insert, [x])))).toEqual(all.map(() => 1));
    expect(stored()).toEqual(all);
    expect(await write('UPDATE t SET x = x + 100 WHERE x >= ?', [10])).toBe(40);
    expect(await write('DELETE FROM t WHERE x = ?', [7_777])).toBe(0);
  });

  it('refuses one of many without the others', async () => {
    const outcomes = await Promise.allSettled([1, 2, 1, 3].map((x) => write(insert, [x])));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(isDuplicate((outcomes[2] as PromiseRejectedResult).reason, 't.x')).toBe(true);
    expect(stored()).toEqual([1, 2, 3]);
  });

  it('refuses a statement that is none, and goes on', async () => {
    await expect(write('INSERT INTO nowhere VALUES (?)', [1])).rejects.toThrow(/no such table/);
    expect(await write(insert, [1])).toBe(1);
  });

  it('does nothing while another connection writes, and leaves nothing half done', async () => {
    other.exec('BEGIN IMMEDIATE');
    const outcomes = await Promise.allSettled([1, 2].map((x) => write(insert, [x])));
    expect(outcomes.map((one) => isDeadlock((one as PromiseRejectedResult).reason))).toEqual([true, true]);
    other.exec('ROLLBACK');
    expect(await write(insert, [3])).toBe(1);
    expect(stored()).toEqual([3]);
  });

  it('stores nothing of what shares a commit with one that fills the disk', async () => {
    await write(insert, [0]);
    await write('PRAGMA max_page_count = 8');
    const large = 'x'.repeat(100_000);
    const outcomes = await Promise.allSettled([1, 0, large, 2].map((x) => write(insert, [x])));
    expect(outcomes.map((one) => (one as PromiseRejectedResult).reason)).toMatchObject(
      outcomes.map(() => ({ code: 'SQLITE_FULL' })),
    );
    expect(stored()).toEqual([0]);
    expect(await write(insert, [3])).toBe(1);
  });

  it('stores what waits before it closes, and refuses what comes after', async () => {
    const before = [1, 2, 3].map((x) => write(insert, [x]));
    // Their statement is prepared for the first time: they wait from the next round on.
    await write(insert, [0]);
    await Promise.all([writer.close(), ...before]);
    await expect(write(insert, [4])).rejects.toThrow('not open');
    expect(stored().toSorted()).toEqual([0, 1, 2, 3]);
  });

  it('leaves everything in the file itself, and waits for nobody who writes', async () => {
    await write(insert, [1]);
    other.exec('BEGIN IMMEDIATE');
    const another = await SqliteWriter.open(path);
    await another.close();
    expect(statSync(`${path}-wal`).size).toBeGreaterThan(0);
    other.exec('ROLLBACK');
    await writer.close();
    expect(statSync(`${path}-wal`).size).toBe(0);
    expect(stored()).toEqual([1]);
  });
});

describe('the writer, where the connection fails', () => {
  let said: string[];
  let connection: { inTransaction: boolean; prepare: jest.Mock; exec: jest.Mock; close: jest.Mock; run: jest.Mock };
  let writer: SqliteWriter;
  let now: jest.SpyInstance;
  /** What happens at the next statement of this text. */
  let at: Map<string, () => void | Promise<void>>;

  const write = (sql: string, values: readonly string[]) => writer.write(sql, values, 1_000);

  afterEach(() => now.mockRestore());

  beforeEach(() => {
    now = jest.spyOn(performance, 'now').mockReturnValue(0);
    said = [];
    at = new Map();
    connection = {
      inTransaction: false,
      run: jest.fn(() => ({ changes: 1 })),
      close: jest.fn(),
      prepare: jest.fn(async (sql: string) => ({
        run: (parameters: readonly unknown[]) => {
          said.push(`${sql} ${parameters.join(' ')}`);
          return connection.run(parameters);
        },
      })),
      exec: jest.fn(async (sql: string) => {
        said.push(sql);
        await at.get(sql)?.();
        connection.inTransaction = sql.startsWith('BEGIN');
      }),
    };
    writer = new SqliteWriter(connection);
  });

  /** Writes that come during the commit of another. */
  async function together(...values: string[]): Promise<PromiseSettledResult<number>[]> {
    let all: Promise<PromiseSettledResult<number>[]> = Promise.resolve([]);
    const plain = connection.exec.getMockImplementation() as (sql: string) => Promise<void>;
    connection.exec.mockImplementationOnce(plain).mockImplementationOnce((sql: string) => {
      all = Promise.allSettled(values.map((value) => write('W', [value])));
      return plain(sql);
    });
    await write('W', ['first']);
    return all;
  }

  it('waits for the disk once for all that came during the commit before', async () => {
    expect(await together('a', 'b', 'c')).toHaveLength(3);
    expect(said.slice(0, 3)).toEqual(['BEGIN IMMEDIATE', 'W first', 'COMMIT']);
    expect(said.slice(3)).toEqual(['BEGIN IMMEDIATE', 'W a', 'W b', 'W c', 'COMMIT']);
  });

  it('takes along what comes while the lock is waited for', async () => {
    const along: Promise<number>[] = [];
    at.set('BEGIN IMMEDIATE', () => void along.push(write('W', ['along'])));
    await write('W', ['first']);
    await Promise.all(along);
    expect(said).toEqual(['BEGIN IMMEDIATE', 'W first', 'W along', 'COMMIT']);
  });

  it('answers nobody before the commit, and all of them that it failed', async () => {
    const failing = () => {
      throw error('SQLITE_IOERR');
    };
    at.set('BEGIN IMMEDIATE', () => void (said.includes('W first') && at.set('COMMIT', failing)));
    const outcomes = await together('a', 'b');
    expect(outcomes).toMatchObject([{ reason: { code: 'SQLITE_IOERR' } }, { reason: { code: 'SQLITE_IOERR' } }]);
    expect(said.at(-1)).toBe('ROLLBACK');
    at.clear();
    expect(await write('W', ['c'])).toBe(1);
  });

  it('tells all of them when one undid everything, as a full disk does', async () => {
    connection.run.mockImplementation(([value]: string[]) => {
      if (value === 'duplicate') throw error('SQLITE_CONSTRAINT_UNIQUE');
      if (value !== 'b') return { changes: 1 };
      connection.inTransaction = false;
      throw error('SQLITE_FULL');
    });
    const outcomes = await together('a', 'duplicate', 'b', 'c');
    expect(outcomes).toMatchObject(outcomes.map(() => ({ reason: { code: 'SQLITE_FULL' } })));
    // What came behind would be stored, although its caller is told that it was not.
    expect(said.slice(3)).toEqual(['BEGIN IMMEDIATE', 'W a', 'W duplicate', 'W b']);
  });

  it('does not begin what has waited for too long: its caller has been told that it was not done', async () => {
    at.set('BEGIN IMMEDIATE', () => void (said.includes('COMMIT') && now.mockReturnValue(1_001)));
    const [late] = await together('late');
    expect(String((late as PromiseRejectedResult).reason)).toBe('Error: timeout before the write began');
    expect(said).not.toContain('W late');
  });
});
