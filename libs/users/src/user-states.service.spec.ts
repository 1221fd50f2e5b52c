import type { MemoryServices } from '../../../test/factories/memory-services.js';
import { memoryServices, order, origin } from '../../../test/factories/memory-services.js';
import { outcome } from '../../../test/factories/outcome.js';
import { aSession, aUser } from '../../../test/factories/records.js';
import type { User } from './user.js';

describe('role and state', () => {
  let services: MemoryServices;
  let root: User;

  beforeEach(async () => {
    services = await memoryServices();
    root = await services.setup.create(
      { email: 'root@example.com', password: 'Corr3ct-horse!', displayName: null },
      origin,
    );
  });

  const someone = (role: User['role']) =>
    services.creation.store(aUser({ role, createdAt: services.clock.now() }), { actor: null, reason: null, origin });

  it('changes what it says, raises the version, and does nothing twice', async () => {
    const { states } = services;
    const { id } = await someone('user');
    expect(await states.setActive(root, false, order(id, null))).toMatchObject({ isActive: false, version: 2 });
    expect(await states.setActive(root, false, order(id, null))).toMatchObject({ version: 2 });
    expect(await states.setActive(root, true, order(id, [2]))).toMatchObject({ isActive: true, version: 3 });
    expect(await outcome(states.setActive(root, true, order(id, [2])))).toBe('PRECONDITION_FAILED');
    expect(await states.changeRole(root, 'admin', order(id, null))).toMatchObject({
      role: 'admin',
      version: 4,
      credentialsVersion: 2,
    });
    expect(await states.changeRole(root, 'user', order(id, null))).toMatchObject({
      version: 5,
      credentialsVersion: 3,
      credentialsEndReason: 'role_changed',
    });
    expect((await states.delete(root, order(id, null))).deletedAt).not.toBeNull();
    expect(await outcome(states.changeRole(root, 'user', order(id, null)))).toBe('TARGET_STATE');
    expect((await states.restore(root, order(id, null))).deletedAt).toBeNull();
  });

  it('ends the sessions that are there, and marks why', async () => {
    const { states, ports, clock } = services;
    const { id } = await someone('moderator');
    const session = aSession(id, { createdAt: clock.now(), expiresAt: new Date(clock.now().getTime() + 1_000) });
    await ports.sessions.insert(session);
    await states.changeRole(root, 'user', order(id, null));
    expect((await ports.sessions.findWithUser(session.id))?.session).toMatchObject({
      endReason: 'role_changed',
      endedAt: clock.now(),
    });
  });

  it('is judged before the precondition, and nothing is counted then', async () => {
    const { states, ports } = services;
    expect(await outcome(states.deleteOwn(root, [7], origin))).toBe('LAST_SUPER_ADMIN');
    expect(await outcome(states.changeRole(await someone('admin'), 'user', order(root.id, [7])))).toBe(
      'TARGET_NOT_BELOW',
    );
    const other = await someone('super_admin');
    expect(await outcome(states.setActive(root, false, order(other.id, [7])))).toBe('PRECONDITION_FAILED');
    expect(await ports.superAdminCount.read()).toMatchObject({ n: 2 });
  });

  it('is decided once each time, whoever comes at the same moment', async () => {
    const { states } = services;
    const { id } = await someone('user');
    const changes = Array.from({ length: 16 }, (_, n) =>
      states.changeRole(root, n % 2 ? 'moderator' : 'admin', order(id, null)),
    );
    await Promise.all(changes);
    const found = await services.ports.users.findById(id);
    expect(['moderator', 'admin']).toContain(found?.role);
  });

  it.each([
    ['demotes', (s: MemoryServices, actor: User, id: string) => s.states.changeRole(actor, 'user', order(id, null))],
    ['suspends', (s: MemoryServices, actor: User, id: string) => s.states.setActive(actor, false, order(id, null))],
    ['deletes', (s: MemoryServices, actor: User, id: string) => s.states.delete(actor, order(id, null))],
  ])('keeps one super admin when each %s the other at once', async (_what, change) => {
    for (let round = 0; round < 20; round += 1) {
      const other = await someone('super_admin');
      const outcomes = await Promise.all([
        outcome(change(services, root, other.id)),
        outcome(change(services, other, root.id)),
      ]);
      expect(outcomes.toSorted()).toEqual(['LAST_SUPER_ADMIN', 'done']);
      expect(await services.ports.superAdminCount.read()).toMatchObject({ n: 1 });
      if (outcomes[0] !== 'done') root = other;
    }
  });

  it('does not let the last super admin go, and counts who comes back', async () => {
    const { states, ports } = services;
    expect(await outcome(states.deleteOwn(root, null, origin))).toBe('LAST_SUPER_ADMIN');
    const other = await someone('super_admin');
    await states.setActive(root, false, order(other.id, null));
    expect(await ports.superAdminCount.read()).toMatchObject({ n: 1 });
    expect(await outcome(states.deleteOwn(root, null, origin))).toBe('LAST_SUPER_ADMIN');
    await states.delete(root, order(other.id, null));
    await states.restore(root, order(other.id, null));
    expect(await ports.superAdminCount.read()).toMatchObject({ n: 1 });
    await states.setActive(root, true, order(other.id, null));
    expect(await ports.superAdminCount.read()).toMatchObject({ n: 2 });
    expect(await outcome(states.deleteOwn(root, [7], origin))).toBe('PRECONDITION_FAILED');
    expect(await outcome(states.deleteOwn(root, [1], origin))).toBe('done');
    expect(await ports.superAdminCount.read()).toMatchObject({ n: 1 });
  });
});

describe('idempotency', () => {
  it('gives a key to one, its answer to who repeats, and neither to another request', async () => {
    const { idempotency, clock } = await memoryServices();
    const request = { route: 'POST /users', caller: 'me', key: 'k', body: { b: [1, { d: 1, c: 2 }], a: 1 } };
    const mine = await idempotency.begin(request);
    expect(await outcome(idempotency.begin(request))).toBe('IDEMPOTENCY_IN_PROGRESS');
    if ('replay' in mine) throw new Error('the key was free');
    const answer = { status: 201, body: '{}', headers: {} };
    await mine.complete(answer);
    expect(await idempotency.begin({ ...request, body: { a: 1, b: [1, { c: 2, d: 1 }] } })).toEqual({ replay: answer });
    expect(await outcome(idempotency.begin({ ...request, body: {} }))).toBe('IDEMPOTENCY_MISMATCH');
    expect(await idempotency.begin({ ...request, caller: 'you' })).not.toHaveProperty('replay');
    clock.goOn(24 * 3_600_000);
    expect(await idempotency.begin({ ...request, body: {} })).not.toHaveProperty('replay');
  });

  it('frees a key whose holder failed or died', async () => {
    const { idempotency, clock } = await memoryServices();
    const request = { route: 'POST /users', caller: 'me', key: 'k', body: {} };
    const mine = await idempotency.begin(request);
    if ('replay' in mine) throw new Error('the key was free');
    await mine.release();
    await idempotency.begin(request);
    clock.goOn(60_000);
    expect(await outcome(idempotency.begin(request))).toBe('IDEMPOTENCY_IN_PROGRESS');
    clock.goOn(1);
    expect(await outcome(idempotency.begin(request))).toBe('done');
  });
});
