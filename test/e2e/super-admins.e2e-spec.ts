import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEngine } from '@janus/database';
import { freshDatabase } from '../factories/engine-under-test.js';
import type { Person } from './support/people.js';
import { codeOf, firstAdmin, freshEmail, newcomer, password, signIn, withRole } from './support/people.js';
import { runCli } from './support/service.js';
import type { World } from './support/world.js';
import { openWorld, worldKey } from './support/world.js';

const newPassword = 'An0ther-horse!';

describe('the last super admin, and the way back in', () => {
  let world: World;
  let root: Person;

  beforeAll(async () => {
    world = await openWorld();
    root = await firstAdmin(world.client, world.service);
  });

  afterAll(() => world.end());

  const env = () => ({
    DATABASE_URL: world.database.url,
    DATA_DIR: world.service.dataDir,
    KEY_ENCRYPTION_KEY: worldKey,
  });
  const janus = (args: string[], more: NodeJS.ProcessEnv = {}, input = '') =>
    runCli(args, { ...env(), ...more }, input);
  const recover = (email: string, chosen = newPassword) =>
    janus(['admin', 'recover', '--email', email, '--password-stdin'], {}, `${chosen}\n`);
  const login = (email: string, chosen: string) => world.client.post('/auth/login', { email, password: chosen });
  const doctor = async (...args: string[]) => {
    const { code, stdout } = await janus(['doctor', '--json', ...args]);
    const { healthy, findings } = JSON.parse(stdout) as { healthy: boolean; findings: { status: string }[] };
    return { code, healthy, statuses: findings.map(({ status }) => status) };
  };
  const well = { code: 0, healthy: true, statuses: ['ok', 'ok', 'ok', 'ok'] };

  it('stays when two of them demote, suspend and delete each other at once', async () => {
    const { client } = world;
    for (let round = 0; round < 6; round += 1) {
      const other = await withRole(client, root, 'super_admin');
      const ways = [
        (actor: Person, id: string) => client.patch(`/users/${id}/role`, { role: 'user' }, { token: actor.token }),
        (actor: Person, id: string) => client.post(`/users/${id}/suspend`, undefined, { token: actor.token }),
        (actor: Person, id: string) => client.delete(`/users/${id}`, undefined, { token: actor.token }),
      ];
      const go = (which: number, actor: Person, id: string) =>
        ways[which % ways.length]?.(actor, id) ?? Promise.reject(new Error('no such way'));
      const [first, second] = await Promise.all([go(round, root, other.id), go(round + 1, other, root.id)]);
      const won = [first, second].filter(({ status }) => status < 300);
      expect(won).toHaveLength(1);
      // Refused as the last one, or called by somebody whom the other has already removed.
      for (const { status } of [first, second]) expect([200, 204, 401, 403, 409]).toContain(status);
      if (second.status < 300) root = other;
      expect((await client.get('/users/me', { token: root.token })).body['role']).toBe('super_admin');
    }
    expect(await doctor()).toEqual(well);
  });

  it('is looked after by a doctor, who finds a lost count and mends it', async () => {
    const { client, database } = world;
    const other = await withRole(client, root, 'super_admin');
    const engine = await openEngine({ url: database.url, poolSize: 2, timeoutMs: 10_000 });
    const { superAdminCount } = engine.adapters;
    await superAdminCount.removeOne((await superAdminCount.read()).epoch);
    await engine.close();
    const demote = () => client.patch(`/users/${other.id}/role`, { role: 'user' }, { token: root.token });
    expect(codeOf(await demote())).toBe('LAST_SUPER_ADMIN');
    expect(await doctor()).toEqual({ code: 1, healthy: false, statuses: ['ok', 'ok', 'ok', 'finding'] });
    expect((await janus(['doctor'])).stdout).toMatch(
      /^finding +superAdmins +2 active, but counted as 1; run: janus doctor --fix$/m,
    );
    expect(await doctor('--fix')).toEqual({ code: 0, healthy: true, statuses: ['ok', 'ok', 'ok', 'fixed'] });
    expect(await doctor()).toEqual(well);
    expect((await demote()).status).toBe(200);
  });

  it('is told by the doctor what else is not well', async () => {
    const wrongKey = await janus(['doctor'], { KEY_ENCRYPTION_KEY: Buffer.alloc(32, 9).toString('base64url') });
    expect(wrongKey).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^finding +keys +KEY_ENCRYPTION_KEY does not open/m),
    });
    const away = await janus(['doctor', '--json'], { DATABASE_URL: 'postgres://127.0.0.1:1/janus' });
    expect(away).toMatchObject({ code: 1, stdout: expect.stringContaining('the database cannot be reached') });
    const fresh = freshDatabase();
    const pending = await janus(['doctor'], { DATABASE_URL: fresh.url });
    expect(pending).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^finding +migrations .*janus migrate up\nskipped/m),
    });
    expect(await janus(['migrate'], { DATABASE_URL: fresh.url })).toMatchObject({ code: 0 });
    const empty = await janus(['doctor'], { DATABASE_URL: fresh.url });
    expect(empty).toMatchObject({ code: 0, stdout: expect.stringContaining('none yet; run: janus admin create') });
    expect((await janus(['doctor', '--nonsense'])).code).toBe(64);
    await fresh.drop();
  });

  it('gets back in while the service runs: locked out, demoted, suspended, deleted', async () => {
    const { client } = world;
    const lost = await withRole(client, root, 'super_admin');
    const as = { token: root.token };
    for (let guess = 0; guess < 7; guess += 1) await login(lost.email, 'Wr0ng-guess!');
    await client.patch(`/users/${lost.id}/role`, { role: 'guest' }, as);
    await client.post(`/users/${lost.id}/suspend`, undefined, as);
    await client.delete(`/users/${lost.id}`, undefined, as);
    expect(await recover(lost.email, 'weak')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('must have at least 8'),
    });
    for (let time = 0; time < 2; time += 1) {
      const done = await recover(lost.email.toUpperCase());
      expect(done).toMatchObject({ code: 0, stdout: `super admin ${lost.email} recovered with id ${lost.id}\n` });
      expect(await doctor()).toEqual(well);
    }
    expect((await login(lost.email, password)).status).toBe(401);
    const { status, body } = await login(lost.email, newPassword);
    expect([status, body['user']]).toEqual([
      200,
      expect.objectContaining({ role: 'super_admin', emailVerified: true, isActive: true, deletedAt: null }),
    ]);
    expect((await client.delete(`/users/${lost.id}`, undefined, as)).status).toBe(204);
  });

  it('signs everybody out who was in', async () => {
    const { client } = world;
    const before = await withRole(client, root, 'admin');
    expect((await recover(before.email)).code).toBe(0);
    const { status, body } = await client.get('/users/me', { token: before.token });
    expect([status, body['code'], body['endReason']]).toEqual([401, 'SESSION_ENDED', 'password_reset']);
    expect(codeOf(await client.post('/auth/refresh', { refreshToken: before.refreshToken }))).toBe('SESSION_ENDED');
    const again = await login(before.email, newPassword);
    const notice = expect.objectContaining({ reason: 'password_reset' });
    // One for each session that was there.
    expect(again.body['notices']).toEqual([notice, notice]);
  });

  it('is made of an address that nobody has, with a password that is shown once', async () => {
    const email = freshEmail('host');
    const { code, stdout } = await janus(['admin', 'recover', '--email', email]);
    expect(code).toBe(0);
    const [, shown = ''] = /^password, shown this once: (\S+)$/m.exec(stdout) ?? [];
    expect((await login(email, shown)).body['user']).toMatchObject({ role: 'super_admin', emailVerified: true });
    expect(await doctor()).toEqual(well);
    const refused = await janus(['admin', 'create', '--email', freshEmail()]);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('janus admin recover --email') });
    expect((await janus(['admin', 'recover'])).code).toBe(64);
  });

  it('closes the setup when a recovery comes first', async () => {
    const other = await openWorld();
    const { service, client, database } = other;
    const token = service.setupToken();
    const email = freshEmail('host');
    const own = { DATABASE_URL: database.url, DATA_DIR: service.dataDir, KEY_ENCRYPTION_KEY: worldKey };
    expect((await runCli(['admin', 'recover', '--email', email, '--password-stdin'], own, password)).code).toBe(0);
    expect(existsSync(join(service.dataDir, 'setup-token'))).toBe(false);
    expect(codeOf(await client.post('/setup', { token, email: freshEmail(), password }))).toBe('SETUP_CLOSED');
    const { token: bearer } = await signIn(client, email);
    expect((await client.get('/users', { token: bearer })).status).toBe(200);
    expect((await newcomer(client)).id).toBeDefined();
    await other.end();
  });
});

describe('the first super admin', () => {
  let dataDir: string;

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'janus-setup-'));
  });

  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  it('is one of sixteen who come to two instances at once', async () => {
    const world = await openWorld();
    const { client, service } = await world.another();
    const token = service.setupToken();
    const ask = (n: number) =>
      (n % 2 ? client : world.client).post('/setup', { token, email: freshEmail(`root${n}`), password });
    const statuses = (await Promise.all(Array.from({ length: 16 }, (_, n) => ask(n)))).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([201, ...statuses.slice(1).map(() => 410)]);
    // The token of the other instance is good for nothing and goes as soon as somebody asks there.
    for (const [one, { dataDir: folder }] of [
      [client, service],
      [world.client, world.service],
    ] as const) {
      expect((await one.post('/setup', { token, email: freshEmail(), password })).status).toBe(410);
      expect(existsSync(join(folder, 'setup-token'))).toBe(false);
    }
    await world.end();
  });

  it('is made by the token of the last start, which no log has seen', async () => {
    const world = await openWorld({ LOG_LEVEL: 'debug' });
    const first = world.service.setupToken();
    const { service, client } = await world.another({
      DATA_DIR: dataDir,
      LOG_LEVEL: 'debug',
      LOG_FILE: join(dataDir, 'log'),
    });
    const second = service.setupToken();
    expect(second).not.toBe(first);
    const setup = (token: string) => client.post('/setup', { token, email: freshEmail('root'), password });
    expect(codeOf(await setup(first))).toBe('INVALID_SETUP_TOKEN');
    expect((await setup(second)).status).toBe(201);
    const written = [...world.service.output, ...service.output].join('\n');
    for (const token of [first, second]) expect(written).not.toContain(token);
    await world.end();
  });

  it('is made at once after a process has died between the claim and the user', async () => {
    const world = await openWorld();
    const { client, service, database } = world;
    const engine = await openEngine({ url: database.url, poolSize: 2, timeoutMs: 10_000 });
    expect(await engine.adapters.setup.claim('019ab4c8-5f00-7c3e-8a6b-0c5d4e3f2a1b', new Date())).toBe(true);
    await engine.close();
    expect((await firstAdmin(client, service)).id).toBe('019ab4c8-5f00-7c3e-8a6b-0c5d4e3f2a1b');
    await world.end();
  });

  it('is made whenever the service is killed meanwhile', async () => {
    const world = await openWorld({ DATA_DIR: dataDir });
    let { service, client } = world as { service: World['service']; client: World['client'] };
    const email = freshEmail('root');
    for (const kills of [0, 1, 2]) {
      const asked = client.post('/setup', { token: service.setupToken(), email, password }).catch(() => null);
      // As many answers as it takes to be somewhere in the middle.
      for (let answers = 0; answers < kills * 3; answers += 1) await client.get('/health/live');
      service.signal('SIGKILL');
      await Promise.all([asked, service.exited]);
      ({ service, client } = await world.another());
      if (!existsSync(join(dataDir, 'setup-token'))) break;
    }
    const token = existsSync(join(dataDir, 'setup-token')) ? service.setupToken() : 'x'.repeat(43);
    const { status } = await client.post('/setup', { token, email, password });
    expect([201, 410]).toContain(status);
    expect((await signIn(client, email)).id).toBeDefined();
    await world.end();
  });
});
