import { isActingSuperAdmin } from '@janus/users';
import { phases, runsIntoDeath } from '../../../../test/factories/dying.js';
import type { MemoryServices } from '../../../../test/factories/memory-services.js';
import { memoryServices, origin } from '../../../../test/factories/memory-services.js';
import { aSession, aUser } from '../../../../test/factories/records.js';

const email = 'host@example.com';
const [older, newer] = ['Old-passw0rd!', 'N3w-passw0rd!'];

describe('recovery', () => {
  let services: MemoryServices;

  beforeEach(async () => {
    services = await memoryServices();
  });

  const signsIn = (password: string) =>
    services.login.login({ email, password, deviceName: null }, origin).then(
      () => true,
      () => false,
    );
  /** A former somebody: locked out, suspended, deleted, with a session. */
  const former = async () => {
    const { creation, hasher, ports, clock } = services;
    const user = await creation.store(aUser({ email, role: 'user', passwordHash: await hasher.hash(older) }), {
      actor: null,
      reason: null,
      origin,
    });
    const session = aSession(user.id, { expiresAt: new Date(clock.now().getTime() + 60_000) });
    await ports.sessions.insert(session);
    for (let guess = 0; guess < 6; guess += 1) await signsIn('Wr0ng-passw0rd!');
    await ports.users.setActive(user.id, 1, false, clock.now());
    await ports.users.setDeleted(user.id, 2, true, clock.now());
    return { user, session };
  };

  it('makes a super admin of an address that nobody has', async () => {
    const { recovery, ports, recount } = services;
    const { before, after } = await recovery.recover(email, newer, origin);
    expect(before).toBeNull();
    expect(after).toMatchObject({ email, role: 'super_admin', emailVerified: true, isActive: true, deletedAt: null });
    expect(await ports.users.findById(after.id)).toEqual(after);
    expect(await signsIn(newer)).toBe(true);
    expect(await recount.look()).toEqual({ counted: 1, real: 1 });
  });

  it('brings back whoever has the address, and nothing of what was before opens a door', async () => {
    const { user, session } = await former();
    const { before, after } = await services.recovery.recover(email, newer, origin);
    expect(before).toMatchObject({ id: user.id, role: 'user', isActive: false });
    expect(after).toMatchObject({
      id: user.id,
      role: 'super_admin',
      emailVerified: true,
      isActive: true,
      deletedAt: null,
    });
    expect((await services.ports.sessions.findWithUser(session.id))?.session.endReason).toBe('password_reset');
    expect(await signsIn(newer)).toBe(true);
    expect(await signsIn(older)).toBe(false);
  });

  it('changes only the password when it is run again, and counts once', async () => {
    const { recovery, recount } = services;
    const first = await recovery.recover(email, older, origin);
    const second = await recovery.recover(email, newer, origin);
    expect(second.after).toEqual({ ...first.after, credentialsVersion: first.after.credentialsVersion + 1 });
    expect(await recount.look()).toEqual({ counted: 1, real: 1 });
    expect([await signsIn(older), await signsIn(newer)]).toEqual([false, true]);
  });

  it('lets one password in when it is run sixteen times at once', async () => {
    const { recovery, recount } = services;
    const passwords = Array.from({ length: 16 }, (_, n) => `${newer}${n}`);
    const all = await Promise.all(passwords.map((password) => recovery.recover(email, password, origin)));
    expect(new Set(all.map(({ after }) => after.id)).size).toBe(1);
    expect(await recount.look()).toEqual({ counted: 1, real: 1 });
    const stored = (await services.ports.credentials.findByEmail(email))?.passwordHash ?? '';
    const right = await Promise.all(passwords.map((password) => services.hasher.verify(stored, password)));
    expect(right.filter(Boolean)).toHaveLength(1);
  });

  it.each(phases)('leaves "run it again" wherever it dies: %s a call', async (phase) => {
    let wasReached = true;
    let deaths = 0;
    for (let step = 1; wasReached; step += 1, deaths += 1) {
      services = await memoryServices();
      await services.setup.create({ email: 'root@example.com', password: older, displayName: null }, origin);
      const { user } = await former();
      const { ports, recount } = services;
      wasReached = await runsIntoDeath(ports, { step, phase }, async (mortal) =>
        (await memoryServices({}, mortal)).recovery.recover(email, newer, origin),
      );
      const left = await ports.credentials.findByUserId(user.id);
      const isOpen = left !== null && isActingSuperAdmin(left.user);
      const oldCredentials = left?.user.credentialsVersion === 3;
      expect({ step, isOpenToTheOld: isOpen && oldCredentials }).toEqual({ step, isOpenToTheOld: false });
      const { counted, real } = await recount.look();
      expect(counted).toBeLessThanOrEqual(real);
      await services.recovery.recover(email, newer, origin);
      expect(await recount.look()).toEqual({ counted: 2, real: 2 });
      expect([await signsIn(older), await signsIn(newer)]).toEqual([false, true]);
    }
    expect(deaths).toBeGreaterThan(8);
  });
});
