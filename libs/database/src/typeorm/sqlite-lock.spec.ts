import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEngine } from '../open-engine.js';

/** Another process that opens the file, adds one to the count, and closes it in order. */
const other = `
  const Libsql = require('libsql');
  const database = new Libsql(process.argv[1]);
  database.exec('UPDATE super_admin_count SET n = n + 1');
  database.close();
`;

describe('an SQLite file that several processes have open', () => {
  const folder = mkdtempSync(join(tmpdir(), 'janus-lock-'));

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  // Whoever closes it as the last one removes the write-ahead log. Without the lock of the first, anybody is the last one:
  // what the first writes afterwards would go to a file that has no name any more.
  it('keeps its write-ahead log while the first is there, after migrations on a connection of their own, too', async () => {
    const path = join(folder, 'janus.sqlite');
    const engine = await openEngine({ url: `sqlite:${path}`, poolSize: 1, timeoutMs: 1_000 });
    const { superAdminCount } = engine.adapters;
    await engine.migrations.up();
    await superAdminCount.read();
    await engine.migrations.status();
    const { ino } = statSync(`${path}-wal`);
    for (const n of [1, 3, 5]) {
      execFileSync(process.execPath, ['-e', other, path], { cwd: process.cwd() });
      expect(await superAdminCount.read()).toMatchObject({ n });
      expect(await superAdminCount.addOne(0)).toBe(true);
    }
    expect(statSync(`${path}-wal`).ino).toBe(ino);
    await engine.close();
    expect(statSync(`${path}-wal`).size).toBe(0);
    const again = await openEngine({ url: `sqlite:${path}`, poolSize: 1, timeoutMs: 1_000 });
    expect(await again.adapters.superAdminCount.read()).toMatchObject({ n: 6 });
    await again.close();
  });

  it('is made for its owner alone', async () => {
    const path = join(folder, 'deep', 'janus.sqlite');
    const engine = await openEngine({ url: `sqlite:${path}`, poolSize: 1, timeoutMs: 1_000 });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await engine.close();
  });
});
