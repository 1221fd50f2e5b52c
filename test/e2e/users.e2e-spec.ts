import type { Answer, Client } from './support/client.js';
import type { World } from './support/world.js';
import { openWorld } from './support/world.js';
import type { Person } from './support/people.js';
import { codeOf, firstAdmin, freshEmail, newcomer, withRole } from './support/people.js';

const shortForm = ['createdAt', 'displayName', 'id', 'isActive', 'lastLoginAt', 'role'];

describe('managing users', () => {
  let world: World;
  let client: Client;
  let people: Record<'root' | 'admin' | 'moderator' | 'user' | 'guest' | 'otherAdmin', Person>;

  beforeAll(async () => {
    world = await openWorld();
    client = world.client;
    const root = await firstAdmin(client, world.service);
    const [admin, otherAdmin] = [await withRole(client, root, 'admin'), await withRole(client, root, 'admin')];
    const moderator = await withRole(client, root, 'moderator');
    people = {
      root,
      admin,
      otherAdmin,
      moderator,
      user: await newcomer(client),
      guest: await withRole(client, root, 'guest'),
    };
  });

  afterAll(() => world.end());

  const idsOf = ({ body }: Answer): string[] => Object.values(body['data'] ?? {}).map((user) => String(user?.['id']));

  /** Follows the pages to the last. */
  async function readAll(query: string, token: string): Promise<string[]> {
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const answer: Answer = await client.get(`/users?${query}${cursor && `&cursor=${cursor}`}`, { token });
      expect(answer.status).toBe(200);
      ids.push(...idsOf(answer));
      const next = answer.body['page']?.['nextCursor'];
      expect(answer.headers.get('link') === null).toBe(next === null);
      cursor = next === null ? null : String(next);
    }
    return ids;
  }

  it('pages through every order, each user once', async () => {
    const { token } = people.root;
    for (const sort of ['createdAt', '-createdAt', 'email', '-email', 'lastLoginAt', '-lastLoginAt']) {
      const whole = await readAll(`limit=100&sort=${sort}`, token);
      expect(await readAll(`limit=1&sort=${sort}`, token)).toEqual(whole);
      expect(new Set(whole).size).toBe(whole.length);
    }
    const total = await client.get('/users?withTotal=true&limit=1', { token });
    expect(total.body['page']?.['total']).toBe(6);
  });

  it('refuses a cursor that was altered or belongs to another list', async () => {
    const { token } = people.root;
    const cursor = String((await client.get('/users?limit=1', { token })).body['page']?.['nextCursor']);
    for (const query of [
      `cursor=${cursor}&sort=email`,
      `cursor=${cursor}&role=user`,
      `cursor=${cursor}A`,
      'cursor=x',
    ]) {
      const answer = await client.get(`/users?limit=1&${query}`, { token });
      expect([query, answer.status, codeOf(answer)]).toEqual([query, 400, 'INVALID_CURSOR']);
    }
    expect((await client.get(`/users?limit=2&cursor=${cursor}`, { token })).status).toBe(200);
  });

  it('finds a literal prefix of address or name, whatever the case', async () => {
    const { token } = people.admin;
    const mark = freshEmail('q').slice(2, 10);
    const [one, two] = [
      await newcomer(client, { displayName: `Straße%_${mark}` }),
      await newcomer(client, { displayName: `Xavier ${mark}` }),
    ];
    expect(idsOf(await client.get(`/users?q=${encodeURIComponent(`STRASSE%_${mark}`)}`, { token }))).toEqual([one.id]);
    expect(idsOf(await client.get(`/users?q=${encodeURIComponent('Straße%%')}`, { token }))).toEqual([]);
    expect(idsOf(await client.get(`/users?q=${two.email.toUpperCase().slice(0, -4)}`, { token }))).toEqual([two.id]);
  });

  it('shows moderators the users below them, in the short form and by the fields they see', async () => {
    const { token } = people.moderator;
    const list = await client.get('/users?limit=100', { token });
    const users = Object.values(list.body['data'] ?? {});
    expect(users.map((user) => Object.keys(user ?? {}).toSorted())).toEqual(users.map(() => shortForm));
    expect(new Set(users.map((user) => String(user?.['role'])))).toEqual(new Set(['user', 'guest']));
    for (const query of ['sort=email', 'emailVerified=true', 'includeDeleted=false']) {
      const answer = await client.get(`/users?${query}`, { token });
      expect([query, answer.status, codeOf(answer)]).toEqual([query, 403, 'NO_PERMISSION']);
    }
    expect(idsOf(await client.get(`/users?q=${people.user.email}`, { token }))).toEqual([]);
    expect(idsOf(await client.get('/users?role=admin', { token }))).toEqual([]);
    const read = await client.get(`/users/${people.user.id}`, { token });
    expect(Object.keys(read.body).toSorted()).toEqual(shortForm);
    expect((await client.get(`/users/${people.moderator.id}`, { token })).body['email']).toBe(people.moderator.email);
  });

  it.each([
    ['user', 'GET', 'guest', '', undefined, 404, 'USER_NOT_FOUND'],
    ['user', 'GET', 'user', '', undefined, 200, undefined],
    ['guest', 'GET', 'guest', '', undefined, 200, undefined],
    ['guest', 'PATCH', 'guest', '', {}, 403, 'NO_PERMISSION'],
    ['user', 'PATCH', 'user', '', {}, 200, undefined],
    ['user', 'PATCH', 'guest', '', {}, 404, 'USER_NOT_FOUND'],
    ['moderator', 'GET', 'admin', '', undefined, 404, 'USER_NOT_FOUND'],
    ['moderator', 'PATCH', 'user', '', {}, 403, 'NO_PERMISSION'],
    ['moderator', 'POST', 'admin', '/suspend', {}, 404, 'USER_NOT_FOUND'],
    ['moderator', 'POST', 'moderator', '/suspend', {}, 403, 'SELF_FORBIDDEN'],
    ['moderator', 'POST', 'user', '/unsuspend', {}, 403, 'NO_PERMISSION'],
    ['moderator', 'PATCH', 'user', '/role', { role: 'guest' }, 403, 'NO_PERMISSION'],
    ['admin', 'GET', 'root', '', undefined, 200, undefined],
    ['admin', 'PATCH', 'root', '', {}, 403, 'TARGET_NOT_BELOW'],
    ['admin', 'PATCH', 'otherAdmin', '', {}, 403, 'TARGET_NOT_BELOW'],
    ['admin', 'POST', 'otherAdmin', '/suspend', {}, 403, 'TARGET_NOT_BELOW'],
    ['admin', 'POST', 'admin', '/suspend', {}, 403, 'SELF_FORBIDDEN'],
    ['admin', 'DELETE', 'admin', '', undefined, 403, 'SELF_FORBIDDEN'],
    ['admin', 'PATCH', 'admin', '/role', { role: 'user' }, 403, 'SELF_FORBIDDEN'],
    ['admin', 'PATCH', 'user', '/role', { role: 'admin' }, 403, 'ROLE_NOT_BELOW'],
    ['admin', 'PATCH', 'user', '/role', { role: 'user' }, 200, undefined],
    ['root', 'PATCH', 'root', '/role', { role: 'user' }, 403, 'SELF_FORBIDDEN'],
    ['root', 'DELETE', 'root', '', undefined, 403, 'SELF_FORBIDDEN'],
    ['root', 'PATCH', 'root', '', {}, 200, undefined],
  ] as const)('%s %s %s%s', async (actor, method, target, path, body, status, code) => {
    const answer = await client.send(method, `/users/${people[target].id}${path}`, {
      token: people[actor].token,
      body,
    });
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
  });

  it('creates only users with roles below the creator', async () => {
    const create = (actor: Person, role: string) =>
      client.post('/users', { email: freshEmail(), role }, { token: actor.token });
    expect(codeOf(await create(people.admin, 'admin'))).toBe('ROLE_NOT_BELOW');
    expect((await create(people.admin, 'moderator')).status).toBe(201);
    expect((await create(people.root, 'super_admin')).status).toBe(201);
    expect(codeOf(await create(people.moderator, 'user'))).toBe('NO_PERMISSION');
  });

  it('changes a user only in the version that If-Match names, and once among many', async () => {
    const { token, id } = await newcomer(client);
    const first = await client.get('/users/me', { token });
    expect(first.headers.get('etag')).toBe('"1"');
    const patch = (etag: string, displayName: string) =>
      client.patch('/users/me', { displayName }, { token, headers: { 'if-match': etag } });
    const race = await Promise.all(Array.from({ length: 16 }, (_, index) => patch('"1"', `name ${index}`)));
    expect(race.map(({ status }) => status).toSorted()).toEqual([200, ...Array.from({ length: 15 }, () => 412)]);
    expect(codeOf(await patch('"1"', 'x'))).toBe('PRECONDITION_FAILED');
    expect((await patch('W/"2"', 'x')).status).toBe(412);
    expect((await patch('"9", "2"', 'y')).headers.get('etag')).toBe('"3"');
    expect((await patch('*', 'y')).headers.get('etag')).toBe('"3"');
    const cleared = await client.patch('/users/me', { displayName: null, lastName: 'e\u0301' }, { token });
    expect(cleared.body).toMatchObject({ displayName: null, lastName: '\u00e9', firstName: null });
    const stale = await client.post(`/users/${id}/suspend`, undefined, {
      token: people.admin.token,
      headers: { 'if-match': '"1"' },
    });
    expect(stale.status).toBe(412);
  });

  it('repeats an answer for the same Idempotency-Key, without its secret', async () => {
    const { token } = people.root;
    const [email, key] = [freshEmail(), freshEmail('key')];
    const create = (body: object, as = token) =>
      client.post('/users', body, { token: as, headers: { 'idempotency-key': key } });
    const answers = await Promise.all(Array.from({ length: 8 }, () => create({ email, role: 'user' })));
    const fresh = answers.filter(
      (answer) => answer.status === 201 && answer.headers.get('idempotency-replayed') === null,
    );
    expect(fresh).toHaveLength(1);
    for (const answer of answers) expect([201, 409]).toContain(answer.status);
    const replay = await create({ role: 'user', email });
    expect([replay.status, replay.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    const { invitation, ...user } = fresh[0]?.body ?? {};
    expect(replay.body).toEqual({ ...user, invitation: { expiresAt: invitation?.['expiresAt'] } });
    expect(replay.headers.get('location')).toBe(fresh[0]?.headers.get('location'));
    expect(codeOf(await create({ email, role: 'guest' }))).toBe('IDEMPOTENCY_MISMATCH');
    expect(codeOf(await create({ email, role: 'user' }, people.admin.token))).toBe('EMAIL_TAKEN');
    const bad = await client.post('/users', { email }, { token, headers: { 'idempotency-key': 'a b' } });
    expect(bad.status).toBe(400);
  });
});
