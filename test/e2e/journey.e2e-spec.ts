import type { World } from './support/world.js';
import { openWorld } from './support/world.js';
import { codeOf, firstAdmin, freshEmail, newcomer, password, signIn, withRole } from './support/people.js';

describe('the journey of a user', () => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld();
  });

  afterAll(() => world.end());

  it('registers, signs in, refreshes, signs out, and is out at once', async () => {
    const { client } = world;
    const email = freshEmail('Ada');
    const registered = await client.post('/auth/register', {
      email: ` ${email.toUpperCase()} `,
      password,
      displayName: 'Ada',
    });
    expect(registered.status).toBe(201);
    expect(registered.headers.get('location')).toMatch(/\/api\/v1\/users\/[0-9a-f-]{36}$/);
    expect(registered.body).toMatchObject({
      email: email.toLowerCase(),
      displayName: 'Ada',
      role: 'user',
      emailVerified: false,
    });
    expect(registered.text).not.toMatch(/hash|\$argon2/i);

    const login = await client.post('/auth/login', { email, password, deviceName: 'laptop' });
    expect(login.status).toBe(200);
    expect(login.body).toMatchObject({ tokenType: 'Bearer', expiresIn: 3600, refreshExpiresIn: 604800 });
    expect(login.headers.get('cache-control')).toBe('no-store');
    const token = String(login.body['accessToken']);
    expect((await client.get('/users/me', { token })).body['lastLoginAt']).not.toBeNull();

    const refreshed = await client.post('/auth/refresh', { refreshToken: login.body['refreshToken'] });
    expect(refreshed.status).toBe(200);
    expect(refreshed.body['refreshToken']).not.toBe(login.body['refreshToken']);
    const newer = String(refreshed.body['accessToken']);
    expect((await client.get('/users/me', { token: newer })).status).toBe(200);

    expect((await client.post('/auth/logout', undefined, { token: newer })).status).toBe(204);
    for (const dead of [token, newer]) {
      const answer = await client.get('/users/me', { token: dead });
      expect([answer.status, codeOf(answer), answer.body['endReason']]).toEqual([401, 'SESSION_ENDED', 'logout']);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    }
    const afterwards = await client.post('/auth/refresh', { refreshToken: refreshed.body['refreshToken'] });
    expect([afterwards.status, codeOf(afterwards)]).toEqual([401, 'SESSION_ENDED']);
  });

  it('gives an address to one of fifty who want it at once, whatever the case', async () => {
    const email = freshEmail('race');
    const spellings = Array.from({ length: 50 }, (_, index) => (index % 2 ? email : email.toUpperCase()));
    const answers = await Promise.all(
      spellings.map((one) => world.client.post('/auth/register', { email: one, password })),
    );
    const statuses = answers.map(({ status }) => status).filter((status) => status !== 503);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(new Set(statuses)).toEqual(new Set([201, 409]));
  });

  it('answers wrong passwords and unknown addresses alike', async () => {
    const person = await newcomer(world.client);
    const wrong = await world.client.post('/auth/login', { email: person.email, password: 'Wr0ng-password!' });
    const unknown = await world.client.post('/auth/login', { email: freshEmail(), password });
    for (const { status, body } of [wrong, unknown])
      expect([status, body['code']]).toEqual([401, 'INVALID_CREDENTIALS']);
    expect({ ...wrong.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
    expect(wrong.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('makes the first super admin once, who invites, promotes, suspends, deletes and restores', async () => {
    const { client, service } = world;
    const bad = await client.post('/setup', { token: 'x'.repeat(43), email: freshEmail(), password });
    expect([bad.status, codeOf(bad)]).toEqual([403, 'INVALID_SETUP_TOKEN']);
    const root = await firstAdmin(client, service);
    const closed = await client.post('/setup', { token: 'x'.repeat(43), email: freshEmail(), password });
    expect([closed.status, codeOf(closed)]).toEqual([410, 'SETUP_CLOSED']);

    const email = freshEmail('grace');
    const created = await client.post('/users', { email, role: 'moderator' }, { token: root.token });
    expect(created.status).toBe(201);
    const invited = created.body['invitation']?.['token'];
    expect(created.body['invitation']?.['url']).toMatch(/\/account\/accept-invitation#token=/);
    const uses = await Promise.all(
      Array.from({ length: 8 }, () =>
        client.post('/auth/accept-invitation', { token: invited, newPassword: password }),
      ),
    );
    expect(uses.map(({ status }) => status).toSorted()).toEqual([204, 400, 400, 400, 400, 400, 400, 400]);
    const grace = await signIn(client, email);

    const me = `/users/${grace.id}`;
    expect((await client.post(`${me}/suspend`, { reason: 'test' }, { token: root.token })).body['isActive']).toBe(
      false,
    );
    expect((await client.get('/users/me', { token: grace.token })).body['endReason']).toBe('suspended');
    expect(codeOf(await client.post('/auth/login', { email, password }))).toBe('INVALID_CREDENTIALS');
    expect((await client.post(`${me}/unsuspend`, undefined, { token: root.token })).status).toBe(200);
    const again = await client.post('/auth/login', { email, password });
    expect(again.body['notices']?.[0]).toMatchObject({ reason: 'suspended' });

    const demoted = await client.patch(`${me}/role`, { role: 'user' }, { token: root.token });
    expect(demoted.body['role']).toBe('user');
    const refused = await client.get('/users/me', { token: String(again.body['accessToken']) });
    expect(refused.body['endReason']).toBe('role_changed');

    expect((await client.delete(me, undefined, { token: root.token })).status).toBe(204);
    expect((await client.get(me, { token: root.token })).body['deletedAt']).not.toBeNull();
    expect(codeOf(await client.post(`${me}/suspend`, undefined, { token: root.token }))).toBe('TARGET_STATE');
    expect(codeOf(await client.post('/auth/register', { email, password }))).toBe('EMAIL_TAKEN');
    expect((await client.post(`${me}/restore`, undefined, { token: root.token })).body['deletedAt']).toBeNull();
    expect((await signIn(client, email)).token).toBeTruthy();

    const last = await client.delete('/users/me', { currentPassword: password }, { token: root.token });
    expect([last.status, codeOf(last)]).toEqual([409, 'LAST_SUPER_ADMIN']);
    const second = await withRole(client, root, 'super_admin');
    expect((await client.delete('/users/me', { currentPassword: 'Wr0ng-one!' }, { token: root.token })).status).toBe(
      403,
    );
    expect((await client.delete('/users/me', { currentPassword: password }, { token: root.token })).status).toBe(204);
    expect((await client.get('/users/me', { token: root.token })).body['endReason']).toBe('deleted');
    expect((await client.get('/users/me', { token: second.token })).status).toBe(200);
  });
});
