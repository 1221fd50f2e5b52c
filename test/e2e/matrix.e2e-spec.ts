import type { Action, Role } from '@janus/access';
import { actions, isRole, matrix, roles } from '@janus/access';
import { callOf, unknownId } from './support/action-calls.js';
import { Cast, mapped } from './support/cast.js';
import type { Answer } from './support/client.js';
import type { Figure, State, Verdict } from './support/matrix-interpreter.js';
import { expectedOf, expectedWithoutTarget, statusOf } from './support/matrix-interpreter.js';
import { codeOf, signIn } from './support/people.js';
import { cellsByHand } from './support/permissions-by-hand.js';
import type { World } from './support/world.js';
import { openWorld } from './support/world.js';

interface Try {
  readonly action: Action;
  /** Null: an id of nobody. */
  readonly target: Figure | null;
  readonly role: Role | null;
}

const states: readonly State[] = ['active', 'suspended', 'deleted'];
const onUsers = actions.filter((action) => matrix[action].target === 'user');
const onNobody = actions.filter((action) => matrix[action].target === 'nobody' && action !== 'health:details');
const isRead = (action: Action) => /:(?:read|list|explain)$/.test(action);
const rolesFor = (action: Action) => (/:(?:change-role|create)$/.test(action) ? roles : [null]);

describe('the matrix, tried', () => {
  let world: World;
  let cast: Cast;

  beforeAll(async () => {
    world = await openWorld();
    cast = await Cast.gather(world);
  });

  afterAll(async () => {
    await cast.leave();
    await world.end();
  });

  const actorOf = (role: Role): Figure => ({ id: cast.actors[role].id, role, state: 'active' });
  const call = (action: Action, targetId: string, role: Role | null, token?: string) => {
    const { method, path, body, status, code } = callOf(action, targetId, role ?? undefined);
    const options = { ...(token === undefined ? {} : { token }), ...(body === undefined ? {} : { body }) };
    return world.client
      .send(method, path, options)
      .then((answer) => ({ answer, fine: code ? `${status} ${code}` : String(status) }));
  };
  const told = ({ status, body }: Answer) => (codeOf({ body }) ? `${status} ${codeOf({ body })}` : String(status));
  const asked = ({ status, body }: Answer) => `${status} ${String(body['reason'])} ${String(body['rule'])}`;

  /** What was not as the datum says: of the explanations, one's own and that to a super admin, and of the call itself. */
  async function mistakes(actor: Figure, token: string, { action, target, role }: Try, verdict: Verdict) {
    const isNobody = matrix[action].target === 'nobody';
    const question = { action, ...(isNobody ? {} : { targetId: target?.id ?? unknownId }), ...(role ? { role } : {}) };
    const root = cast.actors.super_admin;
    const own = await world.client.post('/authz/explain', question, { token });
    const ofActor = await world.client.post(
      '/authz/explain',
      { ...question, actorId: actor.id },
      { token: root.token },
    );
    const { answer, fine } = await call(action, target?.id ?? unknownId, role, token);
    const said = `200 ${verdict.reason} ${verdict.rule}`;
    const done = verdict.rule === 0 ? fine : `${statusOf[verdict.reason]} ${verdict.reason}`;
    const name = `${actor.role} ${action} ${target ? `${target.state} ${target.role}` : 'nobody'} ${role ?? ''}`;
    return [
      [`${name}, explained`, asked(own), said],
      [`${name}, explained to a super admin`, asked(ofActor), said],
      [name, told(answer), done],
    ].filter(([, is, should]) => is !== should);
  }

  /** Every action with every role it may give, on a target of its own where the action would change it. */
  async function triesOn(actor: Figure, role: Role, state: State): Promise<{ tries: Try[]; untouched: Figure }> {
    const untouched = await cast.target(role, state);
    const all = onUsers.flatMap((action) =>
      rolesFor(action).map((given) => ({ action, target: untouched, role: given })),
    );
    const tries = await mapped(all, async (one) => {
      const isRefused = expectedOf(actor, one.action, untouched, one.role).rule > 0;
      return isRefused || isRead(one.action) ? one : { ...one, target: await cast.target(role, state) };
    });
    return { tries, untouched };
  }

  it.each(roles)('%s on every other user in every state, and on nobody', async (role) => {
    const [actor, { token }] = [actorOf(role), cast.actors[role]];
    const targets = await mapped(
      roles.flatMap((one) => states.map((state) => [one, state] as const)),
      ([one, state]) => triesOn(actor, one, state),
    );
    const nobody = onUsers.flatMap((action) =>
      rolesFor(action).map((given) => ({ action, target: null, role: given })),
    );
    const tries: Try[] = [...targets.flatMap((one) => one.tries), ...nobody];
    const wrong = await mapped(tries, (one) =>
      mistakes(actor, token, one, expectedOf(actor, one.action, one.target, one.role)),
    );
    expect(wrong.flat()).toEqual([]);
    expect(tries.length).toBe((roles.length * states.length + 1) * (onUsers.length + roles.length - 1));
    for (const { untouched } of targets) {
      expect(await cast.versionOf(untouched.id)).toBe(untouched.state === 'active' ? 1 : 2);
    }
  });

  it.each(roles)('%s on oneself', async (role) => {
    const [actor, spare] = [actorOf(role), cast.spares[role]];
    const tries = onUsers.filter((action) => action !== 'sessions:revoke');
    const wrong = await mapped(
      tries.flatMap((action) => rolesFor(action).map((given) => ({ action, target: actor, role: given }))),
      (one) => mistakes(actor, cast.actors[role].token, one, expectedOf(actor, one.action, actor, one.role)),
    );
    expect(wrong.flat()).toEqual([]);
    const last: Figure = { ...actor, id: spare.id };
    const attempt = (action: Action, token: string) =>
      mistakes(last, token, { action, target: last, role: null }, expectedOf(last, action, last, null));
    expect(await attempt('sessions:revoke', spare.token)).toEqual([]);
    const { token } = await signIn(world.client, spare.email);
    for (const action of ['profile:read', 'profile:update', 'password:change', 'profile:delete'] as const) {
      expect(await attempt(action, token)).toEqual([]);
    }
  });

  it.each(roles)('%s where there is no target', async (role) => {
    const tries = onNobody.flatMap((action) =>
      rolesFor(action).map((given) => ({ action, target: null, role: given })),
    );
    const wrong = await mapped(tries, (one) =>
      mistakes(actorOf(role), cast.actors[role].token, one, expectedWithoutTarget(role, one.action, one.role)),
    );
    expect(wrong.flat()).toEqual([]);
    const ready = await world.client.get('/health/ready', { token: cast.actors[role].token });
    expect([ready.status, ready.body['details'] !== undefined]).toEqual([
      200,
      matrix['health:details'].cells[role].length > 0,
    ]);
  });

  it('nobody without a token', async () => {
    const { id } = await cast.target('user', 'active');
    const guarded = actions.filter((action) => action !== 'health:details');
    const answers = await mapped(guarded, async (action) => told((await call(action, id, null)).answer));
    expect(answers).toEqual(guarded.map(() => '401 AUTHENTICATION_REQUIRED'));
    expect((await world.client.get('/health/ready')).body['details']).toBeUndefined();
    expect(await cast.versionOf(id)).toBe(1);
  });

  it('as a person reads the table', async () => {
    const wrong = await mapped(cellsByHand, async ({ actor, action, target, answer }) => {
      const [whom = '', given = null] = target.split('>');
      const [role = '', state = ''] = whom.split(' ').toReversed();
      const person = isRole(actor) ? cast.actors[actor] : undefined;
      const figure = isRole(role)
        ? await cast.target(role, state === 'gone' ? 'deleted' : state === 'held' ? 'suspended' : 'active')
        : null;
      const id = whom === 'oneself' ? person?.id : figure?.id;
      const wanted = isRole(given) ? given : isRole(role) ? role : null;
      const is = told((await call(action as Action, id ?? unknownId, wanted, person?.token)).answer);
      return is === answer ? [] : [[actor, action, target, is, answer]];
    });
    expect(wrong.flat()).toEqual([]);
    expect(cellsByHand.length).toBeGreaterThan(60);
  });

  it('keeps the last super admin, and says so beforehand', async () => {
    const [root, count] = [actorOf('super_admin'), cast.superAdmins];
    const { token } = cast.actors.super_admin;
    const [other, held] = [await cast.target('super_admin', 'active'), await cast.target('super_admin', 'suspended')];
    while (await count.removeOne((await count.read()).epoch));
    const last = { reason: 'LAST_SUPER_ADMIN', rule: 7 };
    for (const [action, role] of [
      ['users:suspend', null],
      ['users:delete', null],
      ['users:change-role', 'admin'],
    ] as const) {
      expect(await mistakes(root, token, { action, target: other, role }, last)).toEqual([]);
    }
    expect(await count.read()).toMatchObject({ n: 1 });
    const fine = { reason: 'ALLOWED', rule: 0 };
    const same = { action: 'users:change-role', target: other, role: 'super_admin' } as const;
    expect(await mistakes(root, token, same, fine)).toEqual([]);
    expect(await mistakes(root, token, { action: 'users:delete', target: held, role: null }, fine)).toEqual([]);
    expect(asked(await world.client.post('/authz/explain', { action: 'profile:delete' }, { token }))).toBe(
      '200 LAST_SUPER_ADMIN 7',
    );
    expect([await cast.versionOf(other.id), (await count.read()).n]).toEqual([1, 1]);
  });
});
