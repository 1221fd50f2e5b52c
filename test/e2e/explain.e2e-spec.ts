import { actions, roles, rowOf } from '@janus/access';
import { newId } from '@janus/kernel';
import type { Answer } from './support/client.js';
import type { Person } from './support/people.js';
import { codeOf, firstAdmin, newcomer, withRole } from './support/people.js';
import type { World } from './support/world.js';
import { openWorld } from './support/world.js';

const unknown = newId(new Date());

describe('roles and explanations', () => {
  let world: World;
  let people: Record<'root' | 'admin' | 'moderator' | 'user' | 'guest', Person>;

  beforeAll(async () => {
    world = await openWorld();
    const { client } = world;
    const root = await firstAdmin(client, world.service);
    people = {
      root,
      admin: await withRole(client, root, 'admin'),
      moderator: await withRole(client, root, 'moderator'),
      user: await newcomer(client),
      guest: await withRole(client, root, 'guest'),
    };
  });

  afterAll(() => world.end());

  const explain = (actor: Person, question: object) =>
    world.client.post('/authz/explain', question, { token: actor.token });
  const told = ({ status, body }: Answer) => [status, String(body['reason'] ?? body['code'])];

  it('show the whole matrix from moderators on, and one’s own column below', async () => {
    const read = (person: Person) => world.client.get('/roles/matrix', { token: person.token });
    for (const person of [people.root, people.admin, people.moderator]) {
      const { status, body } = await read(person);
      expect([status, Object.values(body['roles'] ?? {}).map((one) => one?.['role'])]).toEqual([200, [...roles]]);
      const rows = Object.values(body['actions'] ?? {});
      expect(rows.map((row) => row?.['action'])).toEqual([...actions]);
      expect(rows.find((row) => String(row?.['action']) === 'users:suspend')).toEqual({
        action: 'users:suspend',
        title: 'Suspend a user',
        target: 'user',
        scopes: { super_admin: ['any'], admin: ['below'], moderator: ['below'], user: [], guest: [] },
      });
    }
    for (const [person, role, level] of [
      [people.user, 'user', 40],
      [people.guest, 'guest', 10],
    ] as const) {
      const { body } = await read(person);
      expect(body['roles']).toEqual([{ role, level }]);
      for (const row of Object.values(body['actions'] ?? {}))
        expect(Object.keys(row?.['scopes'] ?? {})).toEqual([role]);
      expect(Object.keys(body['actions'] ?? {})).toHaveLength(actions.length);
    }
    expect(codeOf(await world.client.get('/roles/matrix'))).toBe('AUTHENTICATION_REQUIRED');
  });

  it('answer with code, number and a sentence', async () => {
    const { status, body } = await explain(people.admin, { action: 'users:suspend', targetId: people.root.id });
    expect([status, body]).toEqual([
      200,
      {
        allowed: false,
        reason: 'TARGET_NOT_BELOW',
        rule: 5,
        detail: 'The target’s role is not strictly below the actor’s.',
      },
    ]);
    const fine = await explain(people.admin, { action: 'users:suspend', targetId: people.user.id });
    expect(fine.body).toEqual({ allowed: true, reason: 'ALLOWED', rule: 0, detail: 'Nothing stands in the way.' });
    const open = await explain(people.user, { action: 'profile:update', targetId: null, role: null, actorId: null });
    expect(told(open)).toEqual([200, 'ALLOWED']);
  });

  it.each<[string, object, string[]]>([
    ['an unknown action', { action: 'users:fly' }, ['/action']],
    ['no action', {}, ['/action']],
    ['an action that is a list', { action: ['users:list'] }, ['/action']],
    ['an unknown role', { action: 'users:change-role', role: 'king' }, ['/role']],
    ['a role where none is given', { action: 'users:suspend', role: 'user' }, ['/role']],
    ['a target where there is none', { action: 'users:list', targetId: unknown }, ['/targetId']],
    ['ids that are none', { action: 'users:read', targetId: 'x', actorId: 7 }, ['/actorId', '/targetId']],
    ['what is not known', { action: 'users:read', userId: unknown }, ['/userId']],
    [
      'everything at once',
      { action: 'x', role: 'y', targetId: 'z', actorId: '' },
      ['/action', '/actorId', '/role', '/targetId'],
    ],
  ])('refuse %s', async (_what, question, pointers) => {
    const { status, body } = await explain(people.root, question);
    expect([status, String(body['code'])]).toEqual([400, 'VALIDATION_FAILED']);
    expect(
      Object.values(body['errors'] ?? {})
        .map((one) => String(one?.['pointer']))
        .toSorted(),
    ).toEqual(pointers);
  });

  it('tell nothing of a user whom the caller may not read: unknown, hidden and deleted are alike', async () => {
    const gone = await newcomer(world.client);
    await world.client.delete(`/users/${gone.id}`, undefined, { token: people.root.token });
    const hidden = [unknown, people.admin.id, gone.id];
    for (const caller of [people.moderator, people.user, people.guest]) {
      const actors = await Promise.all(hidden.map((actorId) => explain(caller, { action: 'users:list', actorId })));
      const targets = await Promise.all(hidden.map((targetId) => explain(caller, { action: 'users:read', targetId })));
      expect(actors.map(told)).toEqual(hidden.map(() => [404, 'USER_NOT_FOUND']));
      expect(new Set(targets.map(({ text }) => text)).size).toBe(1);
      expect(targets.map(told)).toEqual(hidden.map(() => [200, 'USER_NOT_FOUND']));
    }
    const asked = { action: 'users:suspend', actorId: gone.id, targetId: people.user.id };
    expect(told(await explain(people.admin, asked))).toEqual([200, 'NOT_ACTIVE']);
  });

  it('change nothing, however often they are asked', async () => {
    const before = await world.client.get(`/users/${people.user.id}`, { token: people.root.token });
    const questions = actions.map((action) => ({
      action,
      ...(rowOf(action).target === 'nobody' ? {} : { targetId: people.user.id }),
    }));
    for (const question of questions) expect((await explain(people.root, question)).status).toBe(200);
    const after = await world.client.get(`/users/${people.user.id}`, { token: people.root.token });
    expect([after.headers.get('etag'), after.body]).toEqual([before.headers.get('etag'), before.body]);
    expect((await world.client.get('/users/me', { token: people.user.token })).status).toBe(200);
  });
});
