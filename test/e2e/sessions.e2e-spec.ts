import type { Client, Json } from './support/client.js';
import type { Person } from './support/people.js';
import { codeOf, firstAdmin, newcomer, password, signIn, withRole } from './support/people.js';
import type { World } from './support/world.js';
import { openWorld } from './support/world.js';

describe('sessions', () => {
  let world: World;
  let client: Client;
  let admin: Person;

  beforeAll(async () => {
    world = await openWorld({ PUBLIC_URL: 'http://id.test' });
    client = world.client;
    admin = await firstAdmin(client, world.service);
  });

  afterAll(() => world.end());

  const list = async (token: string, path = '/auth/sessions') => {
    const { status, body } = await client.get(path, { token });
    expect(status).toBe(200);
    return body['data'] as unknown as (Json & { id: string; current: boolean; endReason: string | null })[];
  };
  const endOf = async ({ token }: Person) => (await client.get('/users/me', { token })).body['endReason'];
  const idOf = ({ refreshToken }: Person) => refreshToken.split('.')[0] ?? '';

  it('shows where one is signed in, and pages through it', async () => {
    const person = await newcomer(client);
    const headers = { 'user-agent': 'curl/8' };
    const body = { email: person.email, password, deviceName: 'phone' };
    await client.post('/auth/login', body, { headers });
    const sessions = await list(person.token);
    expect(sessions).toHaveLength(2);
    expect(sessions[0]).toEqual({
      id: expect.any(String) as unknown,
      current: false,
      device: 'phone',
      ip: '127.0.0.1',
      userAgent: 'curl/8',
      createdAt: expect.stringMatching(/Z$/) as unknown,
      lastUsedAt: expect.stringMatching(/Z$/) as unknown,
      expiresAt: expect.stringMatching(/Z$/) as unknown,
      endedAt: null,
      endReason: null,
    });
    expect([sessions[1]?.current, sessions[1]?.id]).toEqual([true, idOf(person)]);
    const first = await client.get('/auth/sessions?limit=1&withTotal=true', { token: person.token });
    expect(first.body['page']).toMatchObject({ limit: 1, total: 2 });
    const link = /<http:\/\/id\.test(.*)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const second = await client.get(`/${link}`, { token: person.token });
    expect([second.body['data']?.['0']?.['id'], second.body['page']?.['nextCursor']]).toEqual([sessions[1]?.id, null]);
    for (const query of ['cursor=x', 'limit=0', 'includeEnded=1', 'x=1', 'includeEnded=true&includeEnded=true']) {
      expect([query, (await client.get(`/auth/sessions?${query}`, { token: person.token })).status]).toEqual([
        query,
        400,
      ]);
    }
    const other = await newcomer(client);
    const cursor = String(first.body['page']?.['nextCursor']);
    expect(codeOf(await client.get(`/auth/sessions?cursor=${cursor}`, { token: other.token }))).toBe('INVALID_CURSOR');
  });

  it('ends one, the others, and all', async () => {
    const person = await newcomer(client);
    const [phone, tablet] = [await signIn(client, person.email), await signIn(client, person.email)];
    const revoke = (path: string) => client.delete(path, undefined, { token: person.token });
    expect((await revoke(`/auth/sessions/${idOf(phone)}`)).status).toBe(204);
    expect((await revoke(`/auth/sessions/${idOf(phone)}`)).status).toBe(204);
    expect([await endOf(phone), await endOf(tablet)]).toEqual(['revoked_by_owner', undefined]);
    expect((await client.post('/auth/refresh', { refreshToken: phone.refreshToken })).body['endReason']).toBe(
      'revoked_by_owner',
    );
    expect((await revoke('/auth/sessions')).status).toBe(204);
    expect([await endOf(person), await endOf(tablet)]).toEqual([undefined, 'revoked_by_owner']);
    expect((await client.post('/auth/refresh', { refreshToken: person.refreshToken })).status).toBe(200);
    const ended = await list(person.token, '/auth/sessions?includeEnded=true');
    expect(ended.map(({ endReason }) => endReason)).toEqual(['revoked_by_owner', 'revoked_by_owner', null]);
    expect((await revoke('/auth/sessions?includeCurrent=true')).status).toBe(204);
    expect(await endOf(person)).toBe('revoked_by_owner');
    const next = await client.post('/auth/login', { email: person.email, password });
    expect(next.body['notices']).toBeUndefined();
  });

  it('tells nothing of sessions of others', async () => {
    const [person, other] = [await newcomer(client), await newcomer(client)];
    const revoke = await client.delete(`/auth/sessions/${idOf(other)}`, undefined, { token: person.token });
    expect([revoke.status, codeOf(revoke)]).toEqual([404, 'SESSION_NOT_FOUND']);
    const path = `/users/${other.id}/sessions`;
    expect((await client.get(path, { token: person.token })).status).toBe(404);
    expect((await client.delete(path, undefined, { token: person.token })).status).toBe(404);
    expect((await client.delete('/auth/sessions/x', undefined, { token: person.token })).status).toBe(400);
    expect((await client.get('/auth/sessions')).status).toBe(401);
    expect(await endOf(other)).toBeUndefined();
  });

  it('lets those above end them, who tell the owner at the next sign-in', async () => {
    const moderator = await withRole(client, admin, 'moderator');
    const person = await newcomer(client);
    const phone = await signIn(client, person.email);
    const path = `/users/${person.id}/sessions`;
    expect(await list(admin.token, path)).toHaveLength(2);
    const hidden = await client.get(path, { token: moderator.token });
    expect([hidden.status, codeOf(hidden)]).toEqual([403, 'NO_PERMISSION']);
    const above = `/users/${admin.id}/sessions`;
    expect((await client.delete(above, undefined, { token: moderator.token })).status).toBe(404);
    const one = await client.delete(`${path}/${idOf(phone)}`, undefined, { token: moderator.token });
    expect([one.status, await endOf(phone), await endOf(person)]).toEqual([204, 'revoked_by_admin', undefined]);
    expect((await client.delete(path, undefined, { token: moderator.token })).status).toBe(204);
    expect(await endOf(person)).toBe('revoked_by_admin');
    const { body } = await client.post('/auth/login', { email: person.email, password });
    const notices = body['notices'] as unknown as { reason: string }[];
    expect(notices.map(({ reason }) => reason)).toEqual(['revoked_by_admin', 'revoked_by_admin']);
  });

  it('changes the password and ends the others in one step', async () => {
    const person = await newcomer(client);
    const phone = await signIn(client, person.email);
    const change = (fields: object) => client.post('/users/me/password', fields, { token: person.token });
    const wrong = await change({ currentPassword: 'wrong', newPassword: 'N3w-horse!!' });
    expect([wrong.status, codeOf(wrong)]).toEqual([403, 'WRONG_PASSWORD']);
    expect(codeOf(await change({ currentPassword: password, newPassword: 'short' }))).toBe('PASSWORD_REFUSED');
    expect((await change({ currentPassword: password, newPassword: 'N3w-horse!!' })).status).toBe(204);
    expect([await endOf(person), await endOf(phone)]).toEqual([undefined, 'password_changed']);
    expect((await client.post('/auth/refresh', { refreshToken: person.refreshToken })).status).toBe(200);
    expect((await client.post('/auth/login', { email: person.email, password })).status).toBe(401);
    expect((await client.post('/auth/login', { email: person.email, password: 'N3w-horse!!' })).status).toBe(200);
  });

  it('looks at five of two hundred guesses at once, on two instances, until a moderator lifts the lock', async () => {
    const other = await world.another();
    const person = await newcomer(client);
    const headers = { 'user-agent': 'somebody else' };
    const guess = (secret: string, n: number) => {
      const body = { email: person.email, password: secret };
      return (n % 2 ? client : other.client).post('/auth/login', body, { headers });
    };
    const answers = [];
    for (let wave = 0; wave < 5; wave += 1)
      answers.push(...(await Promise.all(Array.from({ length: 40 }, (_, n) => guess('wrong', n)))));
    // Among others, so that it is locked however long the waves took.
    const last = Array.from({ length: 20 }, (_, n) => guess('wrong', n));
    answers.push(await guess(password, 0), ...(await Promise.all(last)));
    const told = answers.filter(({ status }) => status === 401);
    expect(new Set(told.map(({ body }) => JSON.stringify({ ...body, requestId: 0 }))).size).toBe(1);
    expect(answers.every(({ status }) => status === 401 || status === 503)).toBe(true);
    // The owner's sessions, and the device that is known, are as they were.
    expect(await endOf(person)).toBeUndefined();
    expect((await client.post('/auth/login', { email: person.email, password })).status).toBe(200);
    const moderator = await withRole(client, admin, 'moderator');
    const unlock = (token: string) => client.post(`/users/${person.id}/unlock`, undefined, { token });
    expect((await unlock(person.token)).status).toBe(403);
    const { status, body } = await unlock(moderator.token);
    expect([status, body['id'], body['email']]).toEqual([200, person.id, undefined]);
    expect((await unlock(moderator.token)).status).toBe(200);
    expect((await guess(password, 1)).status).toBe(200);
  });
});
