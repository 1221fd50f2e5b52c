import type { Caller } from '@janus/access';
import { endReasonOf } from '@janus/access';
import { newId } from '@janus/kernel';
import type { MemoryServices } from '../../../../test/factories/memory-services.js';
import { memoryServices, origin } from '../../../../test/factories/memory-services.js';
import { outcome } from '../../../../test/factories/outcome.js';

const password = 'Corr3ct-horse!';
const email = 'ada@example.com';
const profile = { displayName: null, firstName: null, lastName: null, locale: null };
const whole = { includeEnded: true, after: null, limit: 100 };

describe('one’s own sessions', () => {
  let services: MemoryServices;

  beforeEach(async () => {
    services = await memoryServices();
    await services.registration.register({ email, password, ...profile }, origin);
  });

  async function signIn(deviceName: string, secret = password): Promise<Caller> {
    services.clock.goOn(1_000);
    const { refreshToken } = await services.login.login({ email, password: secret, deviceName }, origin);
    const sessionId = refreshToken.split('.')[0] ?? '';
    return callerOf(sessionId);
  }

  async function callerOf(sessionId: string): Promise<Caller> {
    const found = await services.ports.callerReader.find(sessionId);
    if (!found) throw new Error('no session');
    return { sessionId, user: found.user };
  }

  const stateOf = async ({ sessionId }: Caller) => {
    const found = await services.ports.callerReader.find(sessionId);
    return found && endReasonOf(found, services.clock.now());
  };
  const listed = async (caller: Caller) => {
    const { user } = await callerOf(caller.sessionId);
    const sessions = await services.sessionLists.list(user, user.id, whole);
    return sessions.map(({ session, endReason, endedAt }) => [session.device, endReason, endedAt?.getTime() ?? null]);
  };

  it('are listed with the reason and the time of their end, even before their row says so', async () => {
    const [phone, laptop] = [await signIn('phone'), await signIn('laptop')];
    await services.revocations.revoke(laptop, laptop.user.id, phone.sessionId, origin);
    const revokedAt = services.clock.now().getTime();
    services.clock.goOn(500);
    await services.ports.credentials.endAllSessions(laptop.user.id, 1, 'role_changed', services.clock.now());
    expect(await listed(laptop)).toEqual([
      ['laptop', 'role_changed', services.clock.now().getTime()],
      ['phone', 'revoked_by_owner', revokedAt],
    ]);
    const tablet = await signIn('tablet');
    const expiresAt = services.clock.now().getTime() + 1_000_000;
    services.clock.goOn(1_000_000);
    expect((await listed(tablet))[0]).toEqual(['tablet', 'expired', expiresAt]);
  });

  it('end one by one, all others, or all', async () => {
    const [phone, laptop, tablet] = [await signIn('phone'), await signIn('laptop'), await signIn('tablet')];
    await services.revocations.revoke(phone, phone.user.id, laptop.sessionId, origin);
    expect([await stateOf(phone), await stateOf(laptop), await stateOf(tablet)]).toEqual([
      null,
      'revoked_by_owner',
      null,
    ]);
    await services.revocations.revokeAll(phone, phone.user.id, true, origin);
    expect([await stateOf(phone), await stateOf(tablet)]).toEqual([null, 'revoked_by_owner']);
    const again = await callerOf(phone.sessionId);
    await services.revocations.revokeAll(again, phone.user.id, false, origin);
    expect(await stateOf(phone)).toBe('revoked_by_owner');
  });

  it('are out of the reach of others, who do not learn that they exist', async () => {
    const ada = await signIn('phone');
    await services.registration.register({ email: 'bob@example.com', password, ...profile }, origin);
    const bob = (await services.ports.credentials.findByEmail('bob@example.com'))?.user;
    if (!bob) throw new Error('no user');
    const asBob: Caller = { sessionId: newId(services.clock.now()), user: bob };
    const revoke = (caller: Caller, userId: string) =>
      outcome(services.revocations.revoke(caller, userId, ada.sessionId, origin));
    expect(await revoke(asBob, bob.id)).toBe('SESSION_NOT_FOUND');
    expect(await revoke(asBob, ada.user.id)).toBe('USER_NOT_FOUND');
    expect(await outcome(services.sessionLists.list(bob, ada.user.id, whole))).toBe('USER_NOT_FOUND');
    const moderator = { ...bob, role: 'moderator' as const };
    expect(await outcome(services.sessionLists.list(moderator, ada.user.id, whole))).toBe('NO_PERMISSION');
    expect(await revoke({ ...asBob, user: moderator }, ada.user.id)).toBe('done');
    expect(await stateOf(ada)).toBe('revoked_by_admin');
    const { notices } = await services.login.login({ email, password, deviceName: null }, origin);
    expect(notices.map(({ reason, device }) => [reason, device])).toEqual([['revoked_by_admin', 'phone']]);
  });

  it('end when the password changes, but for the one that changes it', async () => {
    const [phone, laptop] = [await signIn('phone'), await signIn('laptop')];
    const change = (caller: Caller, current: string, next: string) =>
      outcome(services.passwords.change(caller, current, next, origin));
    expect(await change(phone, 'wrong', 'N3w-horse!')).toBe('WRONG_PASSWORD');
    expect(await stateOf(laptop)).toBeNull();
    expect(await change(phone, password, 'N3w-horse!')).toBe('done');
    expect([await stateOf(phone), await stateOf(laptop)]).toEqual([null, 'password_changed']);
    expect(await outcome(signIn('tablet'))).toBe('INVALID_CREDENTIALS');
    expect(await outcome(signIn('tablet', 'N3w-horse!'))).toBe('done');
    // One who was checked against a password that is no longer current changes nothing.
    expect(await change(phone, 'N3w-horse!', 'Other-h0rse!')).toBe('WRONG_PASSWORD');
    expect(await change(await callerOf(phone.sessionId), 'N3w-horse!', 'Other-h0rse!')).toBe('done');
  });

  it('survive the change of one only, of sixteen changes at once', async () => {
    const callers = [];
    for (let n = 0; n < 4; n += 1) callers.push(await signIn(`device ${n}`));
    const outcomes = await Promise.all(
      callers.map((caller, n) => outcome(services.passwords.change(caller, password, `N3w-horse!${n}`, origin))),
    );
    expect(outcomes.filter((one) => one === 'done')).toHaveLength(1);
    const states = await Promise.all(callers.map(stateOf));
    expect(states.map((state) => state === null)).toEqual(outcomes.map((one) => one === 'done'));
  });
});
