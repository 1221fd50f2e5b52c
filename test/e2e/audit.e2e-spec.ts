import { openEngine } from '@janus/database';
import type { Answer, Client } from './support/client.js';
import type { Person } from './support/people.js';
import { codeOf, firstAdmin, freshEmail, newcomer, password, signIn, withRole } from './support/people.js';
import { runCli } from './support/service.js';
import type { World } from './support/world.js';
import { openWorld, worldKey } from './support/world.js';

interface Told {
  readonly id: string;
  readonly at: string;
  readonly type: string;
  readonly outcome: string;
  readonly actor: { readonly id: string; readonly role: string } | null;
  readonly target: { readonly id: string } | null;
  readonly reason: string | null;
  readonly requestId: string | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly changes: readonly { field: string; before: unknown; after: unknown }[];
}

const told = ({ body }: Answer) => (body['data'] ?? []) as unknown as readonly Told[];
const lines = ({ text }: Answer) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Told);

describe('the audit log', () => {
  let world: World;
  let client: Client;
  let root: Person;

  beforeAll(async () => {
    world = await openWorld({ PUBLIC_URL: 'http://id.test' });
    ({ client } = world);
    root = await firstAdmin(client, world.service);
  });

  afterAll(() => world.end());

  const ask = (query: string, { token }: Person = root) => client.get(`/audit?${query}`, { token });
  const typesAbout = async (person: { id: string }, query = '') =>
    told(await ask(`targetId=${person.id}&limit=100${query}`)).map(({ type, outcome, reason }) => [
      type,
      outcome,
      reason,
    ]);

  it('tells what somebody did and what was done to them, the latest first', async () => {
    const ada = await newcomer(client);
    await client.post('/auth/login', { email: ada.email, password: 'Wr0ng-horse!' });
    await client.patch(`/users/${ada.id}/role`, { role: 'moderator', reason: 'helps out' }, { token: root.token });
    await client.post(`/users/${ada.id}/suspend`, { reason: 'spam' }, { token: root.token });
    await client.post(`/users/${ada.id}/suspend`, {}, { token: root.token });
    await client.post('/auth/login', { email: ada.email, password });
    await client.get('/users/me', { token: ada.token });
    await client.post(`/users/${ada.id}/unsuspend`, undefined, { token: root.token });
    const again = await signIn(client, ada.email);
    await client.post('/auth/logout', {}, { token: again.token });
    await client.patch(`/users/${ada.id}`, { displayName: 'Ada' }, { token: root.token });
    await client.delete(`/users/${ada.id}`, undefined, { token: root.token });
    expect(await typesAbout(ada)).toEqual([
      ['user.deleted', 'success', null],
      ['user.updated', 'success', null],
      ['auth.logout', 'success', 'logout'],
      ['auth.login_succeeded', 'success', null],
      ['user.unsuspended', 'success', null],
      ['auth.login_failed', 'failure', 'NOT_ACTIVE'],
      ['user.suspended', 'success', 'spam'],
      ['user.role_changed', 'success', 'helps out'],
      ['auth.login_failed', 'failure', 'WRONG_PASSWORD'],
      ['auth.login_succeeded', 'success', null],
      ['auth.registered', 'success', null],
    ]);
    expect(told(await ask(`actorId=${ada.id}&type=access.refused`))).toMatchObject([
      { outcome: 'refused', reason: 'SESSION_ENDED', actor: { id: ada.id, role: 'moderator' }, target: null },
    ]);
  });

  it('says who, from where, under which request, and what changed', async () => {
    const ada = await newcomer(client);
    const headers = { 'x-request-id': 'change-of-role-1', 'user-agent': 'a test' };
    await client.patch(`/users/${ada.id}/role`, { role: 'admin' }, { token: root.token, headers });
    const [event] = told(await ask(`targetId=${ada.id}&type=user.role_changed`));
    expect(event).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      type: 'user.role_changed',
      outcome: 'success',
      actor: { id: root.id, role: 'super_admin' },
      target: { id: ada.id },
      reason: null,
      requestId: 'change-of-role-1',
      ip: '127.0.0.1',
      userAgent: 'a test',
      changes: [{ field: 'role', before: 'user', after: 'admin' }],
    });
  });

  it('records refusals with their reason, and no bad input', async () => {
    const [ada, admin] = [await newcomer(client), await withRole(client, root, 'admin')];
    const before = told(await ask('limit=1'))[0]?.id;
    const refused = [
      [await client.get('/users', { token: ada.token }), 'NO_PERMISSION', ada.id, null],
      [
        await client.post(`/users/${root.id}/suspend`, {}, { token: admin.token }),
        'TARGET_NOT_BELOW',
        admin.id,
        root.id,
      ],
      [
        await client.patch(`/users/${ada.id}/role`, { role: 'admin' }, { token: admin.token }),
        'ROLE_NOT_BELOW',
        admin.id,
        ada.id,
      ],
      [
        await client.delete('/users/me', { currentPassword: password }, { token: root.token }),
        'LAST_SUPER_ADMIN',
        root.id,
        null,
      ],
      [
        await client.delete('/users/me', { currentPassword: 'wrong' }, { token: ada.token }),
        'WRONG_PASSWORD',
        ada.id,
        null,
      ],
      [await client.get('/users/me', { token: 'x.y.z' }), 'INVALID_TOKEN', null, null],
    ] as const;
    for (const [answer, code] of refused) expect(codeOf(answer)).toBe(code);
    await client.get('/users/me');
    await client.get('/nowhere', { token: ada.token });
    await client.patch('/users/me', { x: 1 }, { token: ada.token });
    await client.get(`/users/${admin.id.replace(/^.{8}/, '019ab4c8')}`, { token: admin.token });
    await client.post('/auth/register', { email: ada.email, password });
    const since = told(await ask('limit=20'));
    const events = since.slice(
      0,
      since.findIndex(({ id }) => id === before),
    );
    expect(
      events.map(({ type, outcome, reason, actor, target }) => [
        type,
        outcome,
        reason,
        actor?.id ?? null,
        target?.id ?? null,
      ]),
    ).toEqual(
      refused.map(([, code, actor, target]) => ['access.refused', 'refused', code, actor, target]).toReversed(),
    );
  });

  it('records the reuse of a refresh token once for the session, and what failed after it', async () => {
    const strict = await world.another({ REFRESH_GRACE_SECONDS: '0' });
    const ada = await newcomer(strict.client);
    const refresh = (refreshToken: string) => strict.client.post('/auth/refresh', { refreshToken });
    expect((await refresh(ada.refreshToken)).status).toBe(200);
    await Promise.all(Array.from({ length: 8 }, () => refresh(ada.refreshToken)));
    const types = (await typesAbout(ada)).map(([type]) => type);
    expect(types.filter((type) => type === 'auth.refresh_reuse')).toHaveLength(1);
    expect(types.filter((type) => type === 'auth.refresh_failed')).toHaveLength(7);
    await refresh(`${ada.refreshToken.split('.')[0]}.${'A'.repeat(64)}`);
    expect(told(await ask('type=auth.refresh_failed&limit=1'))).toMatchObject([
      { reason: 'INVALID_REFRESH_TOKEN', actor: null, target: null },
    ]);
  });

  it('shows users their own events, moderators also those about users below, and guests nothing', async () => {
    const [ada, bob] = [await newcomer(client), await newcomer(client)];
    const moderator = await withRole(client, root, 'moderator');
    const guest = await withRole(client, root, 'guest');
    await client.get('/users', { token: ada.token });
    const own = told(await ask('limit=100', ada));
    expect(own.length).toBeGreaterThan(2);
    expect(own.every(({ actor, target }) => actor?.id === ada.id || target?.id === ada.id)).toBe(true);
    expect(told(await ask(`targetId=${bob.id}`, ada))).toEqual([]);
    expect(told(await ask(`targetId=${bob.id}`, moderator)).map(({ type }) => type)).toContain('auth.registered');
    expect(told(await ask(`targetId=${root.id}`, moderator))).toEqual([]);
    const raised = told(await ask(`targetId=${moderator.id}&type=user.role_changed`, moderator));
    expect(raised).toMatchObject([{ actor: { id: root.id }, changes: [{ before: 'user', after: 'moderator' }] }]);
    expect([codeOf(await ask('', guest)), codeOf(await client.get('/audit'))]).toEqual([
      'NO_PERMISSION',
      'AUTHENTICATION_REQUIRED',
    ]);
    await client.patch(`/users/${bob.id}/role`, { role: 'admin' }, { token: root.token });
    expect(told(await ask(`targetId=${bob.id}`, moderator))).toEqual([]);
  });

  it('gives pages that fit together, totals and filters, and refuses what it does not know', async () => {
    const ada = await newcomer(client);
    for (let n = 0; n < 5; n += 1) await client.get('/users', { token: ada.token });
    const all = told(await ask(`actorId=${ada.id}&limit=100`)).map(({ id }) => id);
    const walked: string[] = [];
    let path: string | null = `/audit?actorId=${ada.id}&limit=2&withTotal=true`;
    while (path !== null) {
      const answer: Answer = await client.get(path, { token: root.token });
      expect(answer.body['page']).toMatchObject({ limit: 2, total: all.length });
      walked.push(...told(answer).map(({ id }) => id));
      const [, next] = /<http:\/\/id\.test\/api\/v1([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '') ?? [];
      path = next ?? null;
    }
    expect(walked).toEqual(all);
    const first = await ask(`actorId=${ada.id}&limit=2`);
    const cursor = encodeURIComponent(String(first.body['page']?.['nextCursor']));
    expect(codeOf(await ask(`actorId=${ada.id}&outcome=refused&cursor=${cursor}`))).toBe('INVALID_CURSOR');
    expect(codeOf(await ask(`actorId=${ada.id}&cursor=${cursor}`, ada))).toBe('INVALID_CURSOR');
    const [latest] = told(await ask(`actorId=${ada.id}&limit=1`));
    const at = encodeURIComponent(latest?.at ?? '');
    expect(told(await ask(`actorId=${ada.id}&from=${at}`)).map(({ id }) => id)).toContain(latest?.id);
    expect(told(await ask(`actorId=${ada.id}&to=${at}`)).map(({ id }) => id)).not.toContain(latest?.id);
    expect(told(await ask(`actorId=${ada.id}&outcome=refused&sort=-at`))).toHaveLength(5);
    for (const bad of [
      'sort=at',
      'type=x',
      'outcome=maybe',
      'actorId=x',
      'from=yesterday',
      'to=2026-02-30T00:00:00Z',
      'x=1',
      'limit=101',
      `type=auth.logout&type=auth.logout`,
    ]) {
      expect([bad, codeOf(await ask(bad))]).toEqual([bad, 'VALIDATION_FAILED']);
    }
  });

  it('streams lines of JSON to who asks for them by name', async () => {
    const ada = await newcomer(client);
    const headers = { accept: 'application/x-ndjson' };
    const streamed = await client.get('/audit', { token: root.token, headers });
    expect(streamed.headers.get('content-type')).toMatch(/^application\/x-ndjson/);
    const events = lines(streamed);
    const listed = told(await ask('limit=100'));
    expect(events.slice(0, 20)).toEqual(listed.slice(0, 20));
    expect(events.map(({ at }) => at)).toEqual(
      events
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );
    const own = lines(await client.get('/audit', { token: ada.token, headers }));
    expect(own.map(({ type }) => type)).toEqual(['auth.login_succeeded', 'auth.registered']);
    const filtered = await client.get('/audit?type=auth.registered', { token: ada.token, headers });
    expect(lines(filtered).map(({ type }) => type)).toEqual(['auth.registered']);
    expect(codeOf(await client.get('/audit?limit=5', { token: ada.token, headers }))).toBe('VALIDATION_FAILED');
    const json = await client.get('/audit', { token: ada.token, headers: { accept: 'text/html, */*' } });
    expect(json.headers.get('content-type')).toMatch(/^application\/json/);
  });

  it('is verified from the command line, which finds what is missing', async () => {
    const env = { DATABASE_URL: world.database.url, DATA_DIR: world.service.dataDir, KEY_ENCRYPTION_KEY: worldKey };
    const sound = await runCli(['audit', 'verify'], env);
    expect([sound.code, sound.stdout]).toEqual([0, expect.stringMatching(/^\d+ entries in \d+ chains\n$/)]);
    const engine = await openEngine({ url: world.database.url, poolSize: 1, timeoutMs: 5_000 });
    const [chain] = await engine.adapters.auditChains.list();
    expect(await engine.adapters.auditLog.removeUpTo(chain?.id ?? '', 1)).toBe(1);
    await engine.close();
    const altered = await runCli(['audit', 'verify', '--json'], env);
    expect(altered.code).toBe(1);
    expect(JSON.parse(altered.stdout)).toMatchObject({ findings: ['chain 1: entry 1 is missing'] });
  });

  it('holds no address of a stranger and no secret', async () => {
    const stranger = freshEmail('stranger');
    await client.post('/auth/login', { email: stranger, password: 'S3cret-guess!' });
    const { text } = await client.get('/audit', { token: root.token, headers: { accept: 'application/x-ndjson' } });
    for (const secret of [stranger, 'S3cret-guess!', password, root.token, root.refreshToken, '$argon2'])
      expect(text).not.toContain(secret);
  });
});
