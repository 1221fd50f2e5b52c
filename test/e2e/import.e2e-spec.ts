import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freshDatabase } from '../factories/engine-under-test.js';
import { hashesBeyondLimits, legacyHashes, legacyPassword } from '../factories/legacy-hashes.js';
import { firstAdmin } from './support/people.js';
import { runCli, spawnMain } from './support/service.js';
import type { World } from './support/world.js';
import { openWorld, worldKey } from './support/world.js';

interface Refused {
  readonly line: number;
  readonly code: string;
  readonly errors: readonly { readonly pointer: string; readonly message: string }[];
}

describe('users that move in', () => {
  let world: World;
  let folder: string;

  beforeEach(async () => {
    world = await openWorld();
    folder = mkdtempSync(join(tmpdir(), 'janus-import-'));
  });

  afterEach(async () => {
    await world.end();
    rmSync(folder, { recursive: true, force: true });
  });

  const env = (url = world.database.url) => ({
    DATABASE_URL: url,
    DATA_DIR: world.service.dataDir,
    KEY_ENCRYPTION_KEY: worldKey,
  });
  const users = (args: readonly string[], url?: string) => runCli(['users', ...args], env(url));
  const write = (name: string, content: string | Buffer): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const ndjson = (lines: readonly object[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const many = (count: number) => Array.from({ length: count }, (_, n) => ({ email: `user-${n}@example.com` }));
  const reportOf = (path: string) =>
    readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Refused);
  const exported = async (...more: string[]) => (await users(['export', ...more])).stdout.split('\n').slice(0, -1);
  const signIn = (email: string, password = legacyPassword) => world.client.post('/auth/login', { email, password });

  /** Kills the import without notice once it has told of progress, which it does after its first batch. */
  const killedImport = async (path: string) => {
    const child = spawnMain('apps/cli/src/main.js', ['users', 'import', path, '--progress'], env());
    if (child.stderr) {
      createInterface({ input: child.stderr }).on('line', (line) => {
        if (line.startsWith('line ')) child.kill('SIGKILL');
      });
    }
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect([code, signal]).toEqual([null, 'SIGKILL']);
  };

  it('sign in with the password that they have, and get a hash of today', async () => {
    const lines = legacyHashes.map(([, passwordHash], n) => ({ email: `user-${n}@example.com`, passwordHash }));
    const path = write('users.ndjson', ndjson([...lines, { email: 'none@example.com' }]));
    expect(await users(['import', path])).toEqual({
      code: 0,
      stdout: `${lines.length + 1} users stored, 0 lines refused\n`,
      stderr: '',
    });
    expect(existsSync(`${path}.refused.ndjson`)).toBe(false);
    for (const { email } of lines) {
      expect((await signIn(email, 'Wrong-Pässw0rd!')).status).toBe(401);
      expect([email, (await signIn(email)).status]).toEqual([email, 200]);
    }
    expect((await signIn('none@example.com')).status).toBe(401);
    const hashes = (await exported('--with-hashes')).map(
      (line) => (JSON.parse(line) as Record<string, unknown>)['passwordHash'],
    );
    const argon2id = expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(hashes.toSorted()).toEqual([...lines.map(() => argon2id), null]);
    for (const { email } of lines.slice(0, 3)) expect((await signIn(email)).status).toBe(200);
  });

  it('are refused line by line, with every mistake and without a secret, and a dry run says the same', async () => {
    const admin = await firstAdmin(world.client, world.service);
    const canary = 'Canary-9f8e7d6c';
    const content = Buffer.concat([
      Buffer.from('\ufeff{"email":"BOM@example.com"}\r\n\r\n'),
      Buffer.from(`{"email":"bad@example.com","passwordHash":"${canary}","is_staff":true,"role":"king"}\r\n`),
      Buffer.from([0x7b, 0xff, 0x7d, 0x0a]),
      Buffer.from(`{"email":"x@example.com","displayName":"${'x'.repeat(70_000)}"}\n`),
      Buffer.from(`{"email":"${admin.email.toUpperCase()}"}\n`),
      Buffer.from(`{"email":"bom@example.com"}\n{"email":"no json"\n`),
      Buffer.from(
        ndjson(hashesBeyondLimits.map(([, passwordHash], n) => ({ email: `b${n}@example.com`, passwordHash }))),
      ),
      Buffer.from('{"email":"last@example.com","role":"super_admin"}'),
    ]);
    const path = write('users.ndjson', content);
    const beyond = hashesBeyondLimits.map((_, n) => [n + 9, 'VALIDATION_FAILED', '/passwordHash']);
    const expected = [
      [3, 'VALIDATION_FAILED', '/is_staff', '/passwordHash', '/role'],
      [4, 'VALIDATION_FAILED', ''],
      [5, 'VALIDATION_FAILED', ''],
      [6, 'EMAIL_TAKEN', '/email'],
      [7, 'EMAIL_TAKEN', '/email'],
      [8, 'VALIDATION_FAILED', ''],
      ...beyond,
    ];
    const before = await exported();
    const count = `2 users would be stored, ${expected.length} lines refused\n`;
    const report = join(folder, 'report.ndjson');
    for (const args of [['--dry-run'], []]) {
      const { code, stdout, stderr } = await users(['import', path, '--report', report, ...args]);
      expect([code, stdout]).toEqual([1, args.length > 0 ? count : count.replace('would be ', '')]);
      expect(stderr).toContain(report);
      const found = reportOf(report).toSorted((a, b) => a.line - b.line);
      expect(found.map(({ line, code, errors }) => [line, code, ...errors.map(({ pointer }) => pointer)])).toEqual(
        expected,
      );
      expect(readFileSync(report, 'utf8') + stdout + stderr).not.toContain(canary);
      expect(statSync(report).mode & 0o777).toBe(0o600);
      if (args.length > 0) expect(await exported()).toEqual(before);
    }
    expect(await exported()).toHaveLength(before.length + 2);
    // The new super admin counts: the first one may go.
    const own = { currentPassword: 'Corr3ct-horse!' };
    expect((await world.client.delete('/users/me', own, { token: admin.token })).status).toBe(204);
    const again = await users(['import', path]);
    expect([again.code, again.stdout]).toEqual([1, `0 users stored, ${expected.length + 2} lines refused\n`]);
  });

  it('go on where a kill stopped them, whether or not the last batches were noted', async () => {
    const count = 10_000;
    const path = write('users.ndjson', `{"email":"${'x'.repeat(65)}@example.com"}\n${ndjson(many(count))}`);
    const [report, checkpoint] = [`${path}.refused.ndjson`, `${path}.refused.ndjson.checkpoint`];
    await killedImport(path);
    const first = readFileSync(checkpoint, 'utf8');
    await killedImport(path);
    expect(readFileSync(checkpoint, 'utf8')).not.toBe(first);
    const stored = (await exported()).length;
    expect(stored).toBeGreaterThan(250);
    expect(stored).toBeLessThan(count);
    const dryRun = await users(['import', path, '--dry-run']);
    expect([dryRun.code, dryRun.stderr]).toEqual([1, expect.stringContaining('stopped after line')]);
    // As if the batches of the second run had been stored and never noted.
    writeFileSync(checkpoint, first);
    const last = await users(['import', path]);
    expect(last).toMatchObject({ code: 1, stdout: `${count} users stored, 1 line refused\n` });
    expect(reportOf(report).map(({ line, code }) => [line, code])).toEqual([[1, 'VALIDATION_FAILED']]);
    expect(existsSync(checkpoint)).toBe(false);
    const emails = (await exported()).map((line) => (JSON.parse(line) as { email: string }).email);
    expect(emails.toSorted()).toEqual(
      many(count)
        .map(({ email }) => email)
        .toSorted(),
    );
  });

  it('stop at a good place on Ctrl-C, and never go on in another database or with another file', async () => {
    const path = write('users.ndjson', ndjson(many(10_000)));
    const child = spawnMain('apps/cli/src/main.js', ['users', 'import', path, '--progress'], env());
    if (child.stderr) {
      createInterface({ input: child.stderr }).on('line', (line) => {
        if (line.startsWith('line ')) child.kill('SIGINT');
      });
    }
    expect(await once(child, 'exit')).toEqual([130, null]);
    const noted = JSON.parse(readFileSync(`${path}.refused.ndjson.checkpoint`, 'utf8')) as { stored: number };
    expect(await exported()).toHaveLength(noted.stored);
    const elsewhere = freshDatabase();
    try {
      const refused = await users(['import', path], elsewhere.url);
      expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('belongs to another database')]);
    } finally {
      await elsewhere.drop();
    }
    const content = readFileSync(path);
    write('users.ndjson', ndjson(many(10)));
    const other = await users(['import', path]);
    expect([other.code, other.stderr]).toEqual([1, expect.stringContaining('another file is being imported')]);
    write('users.ndjson', content);
    const { code, stdout, stderr } = await users(['import', path]);
    expect([code, stdout]).toEqual([0, '10000 users stored, 0 lines refused\n']);
    expect(stderr).toContain(`going on after line ${noted.stored}`);
  });

  it('move out and into another database as they are', async () => {
    const lines = [
      { email: 'ada@example.com', displayName: 'Ada "Ǆ" 𝒜', locale: 'en-GB', createdAt: '2001-02-03T04:05:06.789Z' },
      { email: 'sus@example.com', isActive: false, passwordHash: legacyHashes[0]?.[1], emailVerified: true },
      { email: 'gone@example.com', deletedAt: '2020-01-01T00:00:00Z', role: 'admin' },
      ...many(600),
    ];
    expect((await users(['import', write('users.ndjson', ndjson(lines))])).code).toBe(0);
    const out = join(folder, 'out.ndjson');
    expect(await users(['export', '--out', out, '--with-hashes', '--include-deleted'])).toMatchObject({
      code: 0,
      stdout: `603 users in ${out}\n`,
    });
    expect(statSync(out).mode & 0o777).toBe(0o600);
    expect((await exported()).join('')).not.toMatch(/passwordHash|gone@/);
    const file = `sqlite:${join(folder, 'other.sqlite')}`;
    expect(await users(['import', out], file)).toMatchObject({
      code: 0,
      stdout: '603 users stored, 0 lines refused\n',
    });
    const back = await users(['export', '--with-hashes', '--include-deleted'], file);
    expect(back.stdout).toBe(readFileSync(out, 'utf8'));
  });

  it('want a right command line', async () => {
    const path = write('users.ndjson', '');
    for (const args of [
      ['import'],
      ['import', folder],
      ['import', path, '--report', path],
      ['import', path, '--report', join(folder, 'no', 'folder')],
      ['export', '--out', join(folder, 'no', 'folder')],
    ]) {
      expect([args, (await users(args)).code]).toEqual([args, 64]);
    }
    expect(await users(['import', path])).toMatchObject({ code: 0, stdout: '0 users stored, 0 lines refused\n' });
    const away = { ...env('mongodb://127.0.0.1:1'), DATABASE_TIMEOUT_MS: '100' };
    expect((await runCli(['users', 'import', path], away)).code).toBe(69);
  });
});
