import type { Caller, User } from '@janus/access';
import type { AuditEventType } from '@janus/audit';
import { mailedToken } from '../../../test/factories/mailed-token.js';
import type { MemoryServices } from '../../../test/factories/memory-services.js';
import { memoryServices, order, origin } from '../../../test/factories/memory-services.js';
import type { AuthOptions } from './auth.options.js';

type Told = readonly [
  type: string,
  outcome: string,
  reason: string | null,
  actor: string | null,
  target: string | null,
];

const password = 'Corr3ct-horse!';
const next = 'N3w-passw0rd!';
const profile = { displayName: null, firstName: null, lastName: null, locale: null };
const [rootEmail, adaEmail] = ['root@example.com', 'ada@example.com'];
const [ada, root] = ['user ada', 'super_admin root'];

/** An action that went well. */
const done = (
  type: AuditEventType,
  actor: string | null,
  target: string | null,
  reason: string | null = null,
): Told => [type, 'success', reason, actor, target];
/** A sign-in that did not; nobody is signed in who could be its actor. */
const failed = (reason: string, target: string | null): Told => ['auth.login_failed', 'failure', reason, null, target];

describe('the audit log tells who did what to whom', () => {
  let services: MemoryServices;
  let admin: User;
  let start: number;

  /** Root and Ada are there; what is recorded from then on is looked at. */
  const open = async (more: Partial<AuthOptions> = {}) => {
    start = 0;
    services = await memoryServices(more);
    admin = await services.setup.create({ email: rootEmail, password, displayName: null }, origin);
    await services.registration.register({ email: adaEmail, password, ...profile }, origin);
    start = (await events()).length;
  };

  const events = async () => {
    const { auditLog } = services.ports;
    const [chainId = ''] = await auditLog.chainIds();
    return chainId === '' ? [] : (await auditLog.readChain(chainId, start, 1_000)).map(({ event }) => event);
  };
  const nameOf = async (id: string) => (await services.ports.users.findById(id))?.email.split('@')[0] ?? 'nobody';
  /** What was recorded, the oldest first, with the names of those whom it is about. */
  const told = async () => {
    const found = await events();
    expect(found).toMatchObject(found.map(() => origin));
    return Promise.all(
      found.map(async ({ type, outcome, reason, actor, target }): Promise<Told> => [
        type,
        outcome,
        reason,
        actor && `${actor.role} ${await nameOf(actor.id)}`,
        target && (await nameOf(target.id)),
      ]),
    );
  };
  const changes = async () => (await events()).map((event) => event.changes);

  const stored = async (email = adaEmail) => (await services.ports.credentials.findByEmail(email))?.user as User;
  const signIn = async (email = adaEmail, secret = password): Promise<Caller> => {
    const { refreshToken, user } = await services.login.login({ email, password: secret, deviceName: null }, origin);
    return { sessionId: refreshToken.split('.')[0] ?? '', user };
  };
  const signInFails = async (email = adaEmail, secret = password) =>
    expect(signIn(email, secret)).rejects.toThrow(/INVALID_CREDENTIALS|EMAIL_NOT_VERIFIED/);
  const invite = (email: string) =>
    services.creation.create(admin, { email, role: 'user', invite: 'link', ...profile }, origin);

  beforeEach(() => open());

  it('when owners change their password, and when they reset it by mail', async () => {
    await services.passwords.change(await signIn(), password, next, origin);
    await services.resetLinks.forgot(adaEmail, origin);
    await services.resets.reset(await mailedToken(services, adaEmail, 'reset-password'), password, origin);
    expect(await told()).toEqual([
      done('auth.login_succeeded', ada, 'ada'),
      done('auth.password_changed', ada, 'ada'),
      done('auth.password_reset', ada, 'ada'),
      done('user.email_verified', ada, 'ada'),
    ]);
  });

  it('when owners ask for another address, confirm it and take it back, from which one to which', async () => {
    const newEmail = 'ada@example.org';
    await services.emailChanges.request(await stored(), newEmail, password, origin);
    await services.emailChanges.confirm(await mailedToken(services, newEmail, 'confirm-email'), origin);
    await services.emailChanges.undo(await mailedToken(services, adaEmail, 'email-changed'), origin);
    expect(await told()).toEqual([
      done('user.email_change_requested', ada, 'ada'),
      done('user.email_changed', ada, 'ada'),
      done('user.email_change_undone', ada, 'ada'),
    ]);
    const [there, back] = [
      { field: 'email', before: adaEmail, after: newEmail },
      { field: 'email', before: newEmail, after: adaEmail },
    ];
    expect(await changes()).toEqual([[there], [there], [back]]);
  });

  it('when sessions are ended, one or all, by their owner or by an administrator, and not when they are over', async () => {
    const { revocations } = services;
    const [host, one, two] = [await signIn(rootEmail), await signIn(), await signIn()];
    const { id } = one.user;
    await revocations.revoke(one, id, two.sessionId, origin);
    await revocations.revoke(one, id, two.sessionId, origin);
    await revocations.revoke(host, id, one.sessionId, origin);
    const three = await signIn();
    await revocations.revokeAll(three, id, true, origin);
    await revocations.revokeAll(three, id, false, origin);
    await revocations.revokeAll(host, id, true, origin);
    expect(await told()).toEqual([
      done('auth.login_succeeded', root, 'root'),
      done('auth.login_succeeded', ada, 'ada'),
      done('auth.login_succeeded', ada, 'ada'),
      done('session.revoked', ada, 'ada', 'revoked_by_owner'),
      done('session.revoked', root, 'ada', 'revoked_by_admin'),
      done('auth.login_succeeded', ada, 'ada'),
      done('session.all_revoked', ada, 'ada', 'revoked_by_owner'),
      done('session.all_revoked', ada, 'ada', 'revoked_by_owner'),
      done('session.all_revoked', root, 'ada', 'revoked_by_admin'),
    ]);
  });

  it('when somebody is invited twice, accepts, is sent a reset, is deleted and restored', async () => {
    const { reinvitations, invitations, resetLinks, states } = services;
    const { id } = (await invite('bob@example.com')).user;
    const { invitation } = await reinvitations.invite(admin, id, 'link', origin);
    await invitations.accept(invitation?.token ?? '', password, origin);
    await resetLinks.sendTo(admin, id, origin);
    await states.delete(admin, { ...order(id), reason: 'left us' });
    await states.restore(admin, { ...order(id), reason: 'came back' });
    await states.restore(admin, { ...order(id), reason: 'came back' });
    expect(await told()).toEqual([
      done('user.created', root, 'bob'),
      done('user.invited', root, 'bob'),
      done('auth.invitation_accepted', 'user bob', 'bob'),
      done('user.password_reset_sent', root, 'bob'),
      done('user.deleted', root, 'bob', 'left us'),
      done('user.restored', root, 'bob', 'came back'),
    ]);
  });

  it('why a sign-in failed, which the client is not told', async () => {
    await open({ requiresVerifiedEmail: true });
    await invite('bob@example.com');
    const { id, version } = (await invite('eve@example.com')).user;
    await services.ports.users.setActive(id, version, false, services.clock.now());
    await signInFails('stranger@example.com');
    await signInFails('bob@example.com');
    await signInFails('eve@example.com');
    await signInFails(adaEmail);
    await signInFails(adaEmail, 'Wr0ng-horse!');
    expect(await told()).toEqual([
      done('user.created', root, 'bob'),
      done('user.created', root, 'eve'),
      failed('UNKNOWN_ACCOUNT', null),
      failed('NO_PASSWORD', 'bob'),
      failed('NOT_ACTIVE', 'eve'),
      failed('EMAIL_NOT_VERIFIED', 'ada'),
      failed('WRONG_PASSWORD', 'ada'),
    ]);
  });

  it('when a sign-in was not looked at, and who lifted the lock, once', async () => {
    const { id } = await stored();
    for (let guess = 0; guess < 5; guess += 1) await signInFails(adaEmail, 'Wr0ng-horse!');
    await signInFails(adaEmail, 'Wr0ng-horse!');
    await signInFails(adaEmail, password);
    for (const reason of ['asked by phone', 'asked again'])
      await services.unlocks.unlock(admin, { ...order(id), reason });
    await signIn();
    expect(await told()).toEqual([
      ...Array.from({ length: 5 }, () => failed('WRONG_PASSWORD', 'ada')),
      failed('LOCKED', 'ada'),
      failed('LOCKED', 'ada'),
      done('user.unlocked', root, 'ada', 'asked by phone'),
      done('auth.login_succeeded', ada, 'ada'),
    ]);
  });

  it('what whoever has the host does to keys and clients, once each and by which id', async () => {
    const { keyRing, clients } = services;
    const { kid } = await keyRing.rotate(origin);
    await keyRing.rotate(origin);
    await keyRing.retire(kid, origin);
    await keyRing.retire(kid, origin);
    const signing = (await keyRing.list()).find(({ state }) => state === 'current')?.key.kid ?? '';
    await keyRing.revoke(signing, origin);
    await keyRing.revoke(signing, origin);
    const { id } = (await clients.create('Notes', origin)).client;
    await clients.revoke(id, origin);
    await clients.revoke(id, origin);
    expect(await told()).toEqual([
      done('key.rotated', null, null),
      done('key.retired', null, null),
      done('key.revoked', null, null),
      done('client.created', null, null),
      done('client.revoked', null, null),
    ]);
    const [made, found, client] = [
      { field: 'kid', before: null, after: kid },
      { field: 'kid', before: null, after: signing },
      { field: 'clientId', before: null, after: id },
    ];
    expect(await changes()).toEqual([[made], [made], [found], [client], [client]]);
  });

  it('whom whoever has the host makes a super admin, and what they were before', async () => {
    await services.recovery.recover(adaEmail, next, origin);
    await services.recovery.recover('host@example.com', next, origin);
    expect(await told()).toEqual([
      done('admin.recovered', null, 'ada'),
      done('user.created', null, 'host', 'RECOVERY'),
      done('admin.recovered', null, 'host'),
    ]);
    const promotion = [
      { field: 'role', before: 'user', after: 'super_admin' },
      { field: 'emailVerified', before: false, after: true },
    ];
    expect(await changes()).toEqual([promotion, expect.anything(), promotion]);
  });
});
