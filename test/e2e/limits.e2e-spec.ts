import type { Answer, Client } from './support/client.js';
import { codeOf, firstAdmin, freshEmail, newcomer, password, signIn } from './support/people.js';
import type { World } from './support/world.js';
import { openWorld } from './support/world.js';

const generous = Object.fromEntries(
  ['GUEST', 'USER', 'MODERATOR', 'ADMIN', 'SUPER_ADMIN', 'LOGIN_IP', 'REGISTER_IP', 'REFRESH_SESSION'].map((name) => [
    `RATE_LIMIT_${name}`,
    '500/3600',
  ]),
);

describe('rate limits', () => {
  let world: World | undefined;

  const open = async (env: NodeJS.ProcessEnv): Promise<Client> => {
    world = await openWorld({ RATE_LIMITS: 'on', PUBLIC_URL: 'http://id.test', ...generous, ...env });
    return world.client;
  };
  const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
  const limitOf = ({ headers }: Answer) => [headers.get('ratelimit-policy'), headers.get('ratelimit')];

  afterEach(async () => {
    await world?.end();
    world = undefined;
  });

  it('are told by every answer of a limited route, alike for known and unknown accounts', async () => {
    const client = await open({ RATE_LIMIT_LOGIN_IP: '5/3600' });
    const { email, token } = await newcomer(client);
    const wrong = await client.post('/auth/login', { email, password: 'wrong' });
    expect(limitOf(wrong)).toEqual(['"login-ip";q=5;w=3600', expect.stringMatching(/^"login-ip";r=3;t=\d+$/)]);
    const unknown = await client.post('/auth/login', { email: freshEmail(), password: 'wrong' });
    expect(limitOf(unknown)[1]).toMatch(/^"login-ip";r=2;t=\d+$/);
    expect(limitOf(await client.post('/auth/login', { email }))[1]).toMatch(/^"login-ip";r=1;/);
    await client.post('/auth/login', { email, password });
    const refused = await client.post('/auth/login', { email, password });
    expect([refused.status, codeOf(refused)]).toEqual([429, 'RATE_LIMITED']);
    const [, reset] = /t=(\d+)/.exec(limitOf(refused)[1] ?? '') ?? [];
    expect(refused.headers.get('retry-after')).toBe(reset);
    expect(limitOf(await client.get('/users/me', { token }))).toEqual([
      '"user";q=500;w=3600',
      expect.stringMatching(/^"user";r=499;/),
    ]);
    const exempt = [
      '/health/live',
      '/health/ready',
      '//.well-known/jwks.json',
      '//problems/rate-limited',
      '//docs',
      '/nowhere',
    ];
    for (const path of exempt) expect([path, limitOf(await client.get(path))]).toEqual([path, [null, null]]);
  });

  it('count whom no token lets in as guests, and still say why', async () => {
    const client = await open({ RATE_LIMIT_GUEST: '3/3600' });
    const tokens = [undefined, 'x', (await newcomer(client)).token];
    await client.post('/auth/logout', undefined, { token: String(tokens[2]) });
    const answers = [];
    for (const token of tokens) answers.push(await client.get('/users/me', token === undefined ? {} : { token }));
    expect(answers.map(codeOf)).toEqual(['AUTHENTICATION_REQUIRED', 'INVALID_TOKEN', 'SESSION_ENDED']);
    const left = ['1', '0', '0'].map((r) => ['"guest";q=3;w=3600', expect.stringMatching(`^"guest";r=${r};t=\\d+$`)]);
    expect(answers.map(limitOf)).toEqual(left);
    expect((await client.get('/auth/password-policy')).status).toBe(429);
  });

  it('record of a flood what is within the limit and one refusal more', async () => {
    const client = await open({ RATE_LIMIT_GUEST: '5/3600', RATE_LIMIT_USER: '4/3600' });
    const root = await firstAdmin(client, (world as World).service);
    const person = await newcomer(client);
    const flood = async (count: number, ask: () => Promise<Answer>) => {
      const answers = await Promise.all(Array.from({ length: count }, ask));
      return answers.map(codeOf).toSorted();
    };
    const recorded = async () => {
      const { body } = await client.get('/audit?type=access.refused&limit=100', { token: root.token });
      const events = body['data'] as unknown as { reason: string }[];
      return events.map(({ reason }) => reason).toSorted();
    };
    expect(await flood(30, () => client.get('/users/me', { token: 'x' }))).toEqual(Array(30).fill('INVALID_TOKEN'));
    const ofTokens = [...Array<string>(5).fill('INVALID_TOKEN'), 'RATE_LIMITED'];
    expect(await recorded()).toEqual(ofTokens);
    // Where nothing else is limited either.
    expect(await flood(9, () => client.get('/health/ready', { token: 'x' }))).toEqual(Array(9).fill('INVALID_TOKEN'));
    expect(await flood(9, () => client.post('/auth/refresh', { refreshToken: 'x' }))).toEqual(
      Array(9).fill('RATE_LIMITED'),
    );
    expect(await recorded()).toEqual(ofTokens);
    // Nor does who shows no token first go unseen.
    const { client: another } = await (world as World).another({ RATE_LIMIT_GUEST: '2/3600' });
    for (const token of [undefined, undefined, undefined, 'x', 'x'])
      await another.get('/users/me', token === undefined ? {} : { token });
    ofTokens.push('RATE_LIMITED');
    expect(await recorded()).toEqual(ofTokens);
    const [first] = await flood(12, () => client.get('/users', { token: person.token }));
    expect(first).toBe('NO_PERMISSION');
    expect(await recorded()).toEqual(
      [...ofTokens, ...Array<string>(4).fill('NO_PERMISSION'), 'RATE_LIMITED'].toSorted(),
    );
  });

  it('count by account and not by token, and by the role that the database has', async () => {
    const client = await open({ RATE_LIMIT_USER: '3/3600', RATE_LIMIT_MODERATOR: '50/3600' });
    const admin = await firstAdmin(client, (world as World).service);
    const person = await newcomer(client);
    const again = await signIn(client, person.email);
    const me = (token: string) => client.get('/users/me', { token });
    expect((await me(person.token)).status).toBe(200);
    expect((await me(again.token)).status).toBe(200);
    expect((await me((await newcomer(client)).token)).status).toBe(200);
    expect((await me(person.token)).status).toBe(200);
    expect((await me(again.token)).status).toBe(429);
    // Before the role (403) and the body (400), after the caller (401).
    expect((await client.get('/users', { token: person.token })).status).toBe(429);
    expect((await client.patch('/users/me', { x: 1 }, { token: person.token })).status).toBe(429);
    expect((await client.get('/users/me', { token: 'x' })).status).toBe(401);
    await client.patch(`/users/${person.id}/role`, { role: 'moderator' }, { token: admin.token });
    const raised = await me(person.token);
    expect([raised.status, limitOf(raised)[0]]).toEqual([200, '"moderator";q=50;w=3600']);
    expect(limitOf(await me(admin.token))[0]).toBe('"super_admin";q=500;w=3600');
  });

  it('let through exactly the quota of what comes at once', async () => {
    const client = await open({ RATE_LIMIT_USER: '10/3600' });
    const { token } = await newcomer(client);
    const answers = await Promise.all(Array.from({ length: 60 }, () => client.get('/users/me', { token })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
  });

  it('count refreshes by session, and tokens that are made up by address', async () => {
    const client = await open({ RATE_LIMIT_REFRESH_SESSION: '2/3600', RATE_LIMIT_GUEST: '3/3600' });
    const [person, other] = [await newcomer(client), await newcomer(client)];
    const refresh = (refreshToken: unknown) => client.post('/auth/refresh', { refreshToken });
    const [sessionId] = person.refreshToken.split('.');
    const madeUp = await refresh(`${sessionId}.${'A'.repeat(64)}`);
    expect([madeUp.status, limitOf(madeUp)[0]]).toEqual([401, '"guest";q=3;w=3600']);
    expect((await refresh(7)).status).toBe(400);
    const first = await refresh(person.refreshToken);
    const second = await refresh(String(first.body['refreshToken']));
    expect([first.status, second.status]).toEqual([200, 200]);
    const third = await refresh(String(second.body['refreshToken']));
    expect([third.status, limitOf(third)[0]]).toEqual([429, '"refresh-session";q=2;w=3600']);
    expect((await refresh(other.refreshToken)).status).toBe(200);
  });

  it('believe X-Forwarded-For from trusted proxies only, and take an IPv6 /64 for one address', async () => {
    const plain = await open({ RATE_LIMIT_LOGIN_IP: '2/3600' });
    const attempt = (client: Client, address: string) =>
      client.post('/auth/login', { email: freshEmail(), password }, from(address));
    const spoofed = [
      await attempt(plain, '192.0.2.1'),
      await attempt(plain, '192.0.2.2'),
      await attempt(plain, '192.0.2.3'),
    ];
    expect(spoofed.map(({ status }) => status)).toEqual([401, 401, 429]);
    const { client: behind } = await (world as World).another({ TRUSTED_PROXIES: '127.0.0.1' });
    const addresses = ['2001:db8::1', '2001:db8:0:0:ffff::1', '2001:db8::2', '2001:db8:0:1::1', '10.9.9.9, 192.0.2.1'];
    const statuses = [];
    for (const address of addresses) statuses.push((await attempt(behind, address)).status);
    expect(statuses).toEqual([401, 401, 429, 401, 401]);
  });
});
