import type { Client } from './support/client.js';
import type { Person } from './support/people.js';
import { codeOf, firstAdmin, newcomer, password, signIn, withRole } from './support/people.js';
import type { World } from './support/world.js';
import { openWorld } from './support/world.js';

describe('a change made at one instance', () => {
  let world: World;
  let here: Client;
  let there: Client;
  let root: Person;

  beforeAll(async () => {
    // The tokens of both say who issued them: one address for people, not one for each process.
    world = await openWorld({ PUBLIC_URL: 'http://id.test' });
    here = world.client;
    root = await firstAdmin(here, world.service);
    there = (await world.another({ RATE_LIMITS: 'on' })).client;
  });

  afterAll(() => world.end());

  /** Somebody with this role whose token the other instance has seen before. */
  async function seen(role: string): Promise<Person> {
    const person = role === 'user' ? await newcomer(here) : await withRole(here, root, role);
    expect((await there.get('/users/me', { token: person.token })).status).toBe(200);
    return person;
  }
  const byRoot = () => ({ token: root.token });
  const changeRole = (person: Person, role: string) => here.patch(`/users/${person.id}/role`, { role }, byRoot());

  it.each([
    ['a demotion', 'role_changed', 'PATCH', '/role', { role: 'user' }],
    ['a suspension', 'suspended', 'POST', '/suspend', {}],
    ['a deletion', 'deleted', 'DELETE', '', undefined],
  ])('is in force at the other at the next request: %s', async (_what, endReason, method, path, body) => {
    const person = await seen('moderator');
    expect((await here.send(method, `/users/${person.id}${path}`, { ...byRoot(), body })).status).toBeLessThan(300);
    const refused = await Promise.all(
      ['/users/me', '/users', '/roles/matrix', '/health/ready'].map((url) => there.get(url, { token: person.token })),
    );
    for (const answer of refused) {
      expect([answer.status, codeOf(answer), answer.body['endReason']]).toEqual([401, 'SESSION_ENDED', endReason]);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    }
    const refreshed = await there.post('/auth/refresh', { refreshToken: person.refreshToken });
    expect([codeOf(refreshed), refreshed.body['endReason']]).toEqual(['SESSION_ENDED', endReason]);
    const question = { action: 'users:list', actorId: person.id };
    const explained = await there.post('/authz/explain', question, byRoot());
    expect(explained.body['reason']).toBe(endReason === 'role_changed' ? 'NO_PERMISSION' : 'NOT_ACTIVE');
  });

  it('gives a promoted user the new role under the old token, in the limits, too', async () => {
    const person = await seen('user');
    const { token } = person;
    expect((await there.get('/users', { token })).status).toBe(403);
    expect((await changeRole(person, 'moderator')).status).toBe(200);
    const list = await there.get('/users', { token });
    expect([list.status, list.headers.get('ratelimit-policy')]).toEqual([200, '"moderator";q=600;w=60']);
    expect((await there.get('/roles/matrix', { token })).body['roles']).toHaveLength(5);
    expect((await there.post(`/users/${root.id}/suspend`, {}, { token })).status).toBe(404);
    expect((await changeRole(person, 'admin')).status).toBe(200);
    expect((await there.get(`/users/${root.id}`, { token })).status).toBe(200);
    expect((await there.get('/health/ready', { token })).body['details']).toBeDefined();
  });

  it('leaves the old token dead when the suspension is lifted, and lets in a new sign-in', async () => {
    const person = await seen('user');
    await here.post(`/users/${person.id}/suspend`, {}, byRoot());
    expect(codeOf(await there.post('/auth/login', { email: person.email, password }))).toBe('INVALID_CREDENTIALS');
    await here.post(`/users/${person.id}/unsuspend`, {}, byRoot());
    expect(codeOf(await there.get('/users/me', { token: person.token }))).toBe('SESSION_ENDED');
    const again = await signIn(there, person.email);
    expect((await here.get('/users/me', { token: again.token })).status).toBe(200);
  });

  it('makes a guest of an account, who is signed in and may do what guests may', async () => {
    const person = await seen('user');
    expect((await changeRole(person, 'guest')).status).toBe(200);
    expect(codeOf(await there.get('/users/me', { token: person.token }))).toBe('SESSION_ENDED');
    const { token } = await signIn(there, person.email);
    expect((await there.get('/users/me', { token })).body['role']).toBe('guest');
    expect(codeOf(await there.patch('/users/me', { displayName: 'G' }, { token }))).toBe('NO_PERMISSION');
    expect((await there.get('/auth/sessions', { token })).status).toBe(200);
    expect((await there.get('/users/me', { token })).headers.get('ratelimit-policy')).toBe('"guest";q=60;w=60');
  });
});

describe('where signing in is optional', () => {
  let world: World;
  let root: Person;

  beforeAll(async () => {
    world = await openWorld();
    root = await firstAdmin(world.client, world.service);
  });

  afterAll(() => world.end());

  const ready = (headers: Record<string, string>) => world.client.get('/health/ready', { headers });

  it('a guest is a guest, and a known caller is known', async () => {
    expect((await ready({})).body).toMatchObject({ status: 'ok' });
    const guest = await withRole(world.client, root, 'guest');
    const seenBy = async (token: string) => (await ready({ authorization: `Bearer ${token}` })).body['details'];
    expect([await seenBy(guest.token), (await ready({})).body['details']]).toEqual([undefined, undefined]);
    expect(await seenBy(root.token)).toMatchObject({ engine: expect.any(String) });
  });

  it('a token that is sent must be valid: nobody who believes to be signed in is taken for a guest', async () => {
    for (const token of [
      '',
      ' ',
      ' x',
      ` ${root.token}x`,
      ` ${root.token} x`,
      ` ${root.token}, Bearer ${root.token}`,
      ` ${root.refreshToken}`,
    ]) {
      const answer = await ready({ authorization: `Bearer${token}` });
      expect([token, answer.status, codeOf(answer)]).toEqual([token, 401, 'INVALID_TOKEN']);
    }
    const person = await newcomer(world.client);
    await world.client.post('/auth/logout', {}, { token: person.token });
    const ended = await ready({ authorization: `bearer ${person.token}` });
    expect([ended.status, codeOf(ended), ended.body['endReason']]).toEqual([401, 'SESSION_ENDED', 'logout']);
  });

  it('and where a route is public no token is looked at', async () => {
    for (const path of ['/health/live', '/auth/password-policy', '//docs/permissions', '//.well-known/jwks.json']) {
      const answer = await world.client.get(path, { token: 'nonsense' });
      expect([path, answer.status]).toEqual([path, 200]);
    }
  });
});
