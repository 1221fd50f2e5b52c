import type { Caller, User } from '@janus/access';
import { mailedToken } from '../../../test/factories/mailed-token.js';
import type { MemoryServices } from '../../../test/factories/memory-services.js';
import { memoryServices, origin } from '../../../test/factories/memory-services.js';
import { outcome } from '../../../test/factories/outcome.js';
import type { AuthOptions } from './auth.options.js';

const password = 'Corr3ct-horse!';
const next = 'N3w-passw0rd!';
const email = 'ada@example.com';
const profile = { displayName: null, firstName: null, lastName: null, locale: null };
const elsewhere = { ...origin, ip: '198.51.100.7' };

describe('mails and their links', () => {
  let services: MemoryServices;

  const open = async (more: Partial<AuthOptions> = {}) => {
    services = await memoryServices(more);
  };
  /** The kinds of mails to an address, the oldest first. */
  const mailsTo = async (to: string) => {
    await services.background.settled();
    const all = await services.ports.outboxReader.list({ state: null, after: null, limit: 100 });
    return all
      .filter(({ recipient }) => recipient === to)
      .toReversed()
      .map(({ template }) => template);
  };
  const tokenOf = (to: string, template: string) => mailedToken(services, to, template);
  const register = async (address = email) =>
    services.registration.register({ email: address, password, ...profile }, origin);
  const stored = async (address = email) => (await services.ports.credentials.findByEmail(address))?.user as User;
  const signIn = (secret = password, address = email, from = origin) =>
    services.login.login({ email: address, password: secret, deviceName: null }, from);
  const callerOf = async (address = email): Promise<Caller> => {
    const { refreshToken } = await signIn(password, address);
    return { sessionId: refreshToken.split('.')[0] ?? '', user: await stored(address) };
  };
  const endOf = async ({ sessionId }: Caller) =>
    (await services.ports.sessions.findWithUser(sessionId))?.session.endReason ?? null;
  const race = async (work: () => Promise<unknown>) => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => outcome(work())));
    return outcomes.filter((one) => one === 'done').length;
  };

  beforeEach(() => open());

  describe('verification', () => {
    it('takes the link of the mail, once in effect, and the newer one only', async () => {
      await register();
      const older = await tokenOf(email, 'verify-email');
      await services.verification.resend(email, origin);
      const token = await tokenOf(email, 'verify-email');
      expect(token).not.toBe(older);
      expect(await outcome(services.verification.verify(older, origin))).toBe('INVALID_LINK');
      await race(() => services.verification.verify(token, origin));
      expect(await stored()).toMatchObject({ emailVerified: true, version: 2 });
      expect(await outcome(services.verification.verify(token, origin))).toBe('INVALID_LINK');
      await services.verification.resend(email, origin);
      expect(await mailsTo(email)).toHaveLength(2);
    });

    it('is over after 24 hours, and is no other kind of link', async () => {
      await register();
      await services.resetLinks.forgot(email, origin);
      const [token, reset] = [await tokenOf(email, 'verify-email'), await tokenOf(email, 'reset-password')];
      expect(await outcome(services.verification.verify(reset, origin))).toBe('INVALID_LINK');
      expect(await outcome(services.resets.reset(token, next, origin))).toBe('INVALID_LINK');
      services.clock.goOn(24 * 3_600_000);
      expect(await outcome(services.verification.verify(token, origin))).toBe('INVALID_LINK');
    });

    it('where it is required, lets nobody in before, tells only who knows the password, and no stranger who has an account', async () => {
      await open({ requiresVerifiedEmail: true });
      expect(await register()).toBeNull();
      expect(await register()).toBeNull();
      expect(await mailsTo(email)).toEqual(['verify-email', 'registration-of-known-address']);
      expect(await outcome(signIn())).toBe('EMAIL_NOT_VERIFIED');
      expect(await outcome(signIn('Wr0ng-horse!'))).toBe('INVALID_CREDENTIALS');
      await services.verification.verify(await tokenOf(email, 'verify-email'), origin);
      expect(await outcome(signIn())).toBe('done');
    });
  });

  describe('reset', () => {
    const link = async () => {
      await services.resetLinks.forgot(email, origin);
      return tokenOf(email, 'reset-password');
    };

    it('works once among twenty, ends every session, lifts the lock, verifies the address and signs nobody in', async () => {
      await register();
      const caller = await callerOf();
      for (let n = 0; n < 6; n += 1) await outcome(signIn('Wr0ng-horse!', email, elsewhere));
      const token = await link();
      expect(await race(() => services.resets.reset(token, next, origin))).toBe(1);
      expect(await endOf(caller)).toBe('password_reset');
      expect(await outcome(signIn(next, email, elsewhere))).toBe('done');
      expect(await outcome(signIn(password))).toBe('INVALID_CREDENTIALS');
      expect(await stored()).toMatchObject({ emailVerified: true });
      expect(await mailsTo(email)).toContain('password-changed');
    });

    it('keeps the link for another try when the password is refused', async () => {
      await register();
      const token = await link();
      expect(await outcome(services.resets.reset(token, 'short', origin))).toBe('PASSWORD_REFUSED');
      expect(await outcome(services.resets.reset(token, next, origin))).toBe('done');
    });

    it('is void after 30 minutes, a newer link, a change of the password, and for who is suspended or deleted', async () => {
      await register();
      const older = await link();
      const token = await link();
      expect(await outcome(services.resets.reset(older, next, origin))).toBe('INVALID_LINK');
      await services.passwords.change(await callerOf(), password, next, origin);
      expect(await outcome(services.resets.reset(token, password, origin))).toBe('INVALID_LINK');
      const late = await link();
      services.clock.goOn(30 * 60_000);
      expect(await outcome(services.resets.reset(late, password, origin))).toBe('INVALID_LINK');
      services.clock.goOn(3_600_000);
      const last = await link();
      const { id, version } = await stored();
      await services.ports.users.setActive(id, version, false, services.clock.now());
      expect(await outcome(services.resets.reset(last, password, origin))).toBe('INVALID_LINK');
      const before = (await mailsTo(email)).length;
      await services.resetLinks.forgot(email, origin);
      expect(await mailsTo(email)).toHaveLength(before);
    });

    it('is sent three times an hour at most, whoever asks, and to nobody without an account', async () => {
      await register();
      for (let n = 0; n < 5; n += 1) await services.resetLinks.forgot(email, origin);
      const resets = async () => (await mailsTo(email)).filter((template) => template === 'reset-password').length;
      expect(await resets()).toBe(3);
      services.clock.goOn(3_600_000);
      await services.resetLinks.forgot(email, origin);
      expect(await resets()).toBe(4);
      await services.resetLinks.forgot('nobody@example.com', origin);
      expect(await mailsTo('nobody@example.com')).toEqual([]);
    });
  });

  describe('change of address', () => {
    const [second, third] = ['ada@example.org', 'mallory@example.net'];
    const change = async (to: string, from = email) => {
      services.clock.goOn(1_000);
      const caller = await callerOf(from);
      await services.emailChanges.request(caller.user, to, password, origin);
      const token = await tokenOf(to, 'confirm-email');
      expect(await outcome(services.emailChanges.confirm(token, origin))).toBe('done');
      return caller;
    };

    it('happens at the new address, once among twenty, ends every session, and is told to the old one', async () => {
      await register();
      const caller = await callerOf();
      await services.emailChanges.request(caller.user, second, password, origin);
      expect(await stored()).toMatchObject({ email });
      const token = await tokenOf(second, 'confirm-email');
      expect(await race(() => services.emailChanges.confirm(token, origin))).toBe(1);
      expect(await stored(second)).toMatchObject({ id: caller.user.id, emailVerified: true });
      expect(await endOf(caller)).toBe('email_changed');
      expect(await outcome(signIn(password, second))).toBe('done');
      expect(await outcome(signIn(password, email))).toBe('INVALID_CREDENTIALS');
      expect(await mailsTo(email)).toContain('email-changed');
    });

    it('is not begun without the password, and never ends at an address that is taken', async () => {
      await register();
      await register(second);
      const { user } = await callerOf();
      expect(await outcome(services.emailChanges.request(user, third, 'Wr0ng-horse!', origin))).toBe('WRONG_PASSWORD');
      expect(await outcome(services.emailChanges.request(user, email, password, origin))).toBe('VALIDATION_FAILED');
      expect(await outcome(services.emailChanges.request(user, second, password, origin))).toBe('done');
      const token = await tokenOf(second, 'confirm-email');
      expect(await outcome(services.emailChanges.confirm(token, origin))).toBe('INVALID_LINK');
      expect((await stored()).id).toBe(user.id);
    });

    it('is void once the password has changed', async () => {
      await register();
      const caller = await callerOf();
      await services.emailChanges.request(caller.user, second, password, origin);
      await services.passwords.change(caller, password, next, origin);
      const token = await tokenOf(second, 'confirm-email');
      expect(await outcome(services.emailChanges.confirm(token, origin))).toBe('INVALID_LINK');
    });

    it('is taken back from the first address, however often it was changed on, and not undone again', async () => {
      await register();
      await change(second);
      await change(third, second);
      const [first, later] = [await tokenOf(email, 'email-changed'), await tokenOf(second, 'email-changed')];
      expect(await race(() => services.emailChanges.undo(first, origin))).toBe(1);
      expect(await stored()).toMatchObject({ email, emailVerified: true });
      expect(await outcome(services.emailChanges.undo(later, origin))).toBe('INVALID_LINK');
      expect(await outcome(signIn(password, email))).toBe('done');
    });

    it('can still be taken back after who changed it has taken back a later change', async () => {
      await register();
      await change(second);
      await change(third, second);
      await services.emailChanges.undo(await tokenOf(second, 'email-changed'), origin);
      expect(await outcome(services.emailChanges.undo(await tokenOf(email, 'email-changed'), origin))).toBe('done');
      expect(await stored()).toMatchObject({ email });
    });

    it('can be taken back for seven days', async () => {
      await register();
      await change(second);
      const token = await tokenOf(email, 'email-changed');
      services.clock.goOn(7 * 24 * 3_600_000);
      expect(await outcome(services.emailChanges.undo(token, origin))).toBe('INVALID_LINK');
    });
  });

  it('tells owners of a changed password, of a sign-in from elsewhere but not of the first, and of a replay, once each', async () => {
    await register();
    await services.background.settled();
    const { refreshToken } = await signIn();
    await signIn(password, email, elsewhere);
    await signIn(password, email, elsewhere);
    const { refreshToken: successor } = await services.refresh.refresh(refreshToken, origin);
    await services.refresh.refresh(successor, origin);
    await Promise.all([1, 2, 3].map(() => outcome(services.refresh.refresh(refreshToken, origin))));
    await services.passwords.change(await callerOf(), password, next, origin);
    expect(await mailsTo(email)).toEqual(['verify-email', 'new-device', 'refresh-reuse', 'password-changed']);
  });

  describe('invitations', () => {
    it('that were mailed verify the address, those that were handed over do not, and a newer one voids the older', async () => {
      const root = await services.setup.create({ email: 'root@example.com', password, displayName: null }, origin);
      const invite = (address: string, way: 'mail' | 'link') =>
        services.creation.create(root, { email: address, role: 'user', invite: way, ...profile }, origin);
      const { user, invitation } = await invite('grace@example.com', 'link');
      const again = await services.reinvitations.invite(root, user.id, 'mail', origin);
      expect([invitation?.url.includes('#token='), again.invitation]).toEqual([true, null]);
      const accept = (token: string) => outcome(services.invitations.accept(token, next, origin));
      expect(await accept(invitation?.token ?? '')).toBe('INVALID_LINK');
      const token = await tokenOf('grace@example.com', 'accept-invitation');
      expect(await race(() => services.invitations.accept(token, next, origin))).toBe(1);
      expect(await stored('grace@example.com')).toMatchObject({ emailVerified: true });
      expect(await outcome(services.reinvitations.invite(root, user.id, null, origin))).toBe('HAS_PASSWORD');
      const handed = await invite('joan@example.com', 'link');
      expect(await accept(handed.invitation?.token ?? '')).toBe('done');
      expect(await stored('joan@example.com')).toMatchObject({ emailVerified: false });
    });

    it('can be replaced by a reset by who has not accepted one', async () => {
      const root = await services.setup.create({ email: 'root@example.com', password, displayName: null }, origin);
      await services.creation.create(root, { email, role: 'user', invite: 'link', ...profile }, origin);
      await services.resetLinks.forgot(email, origin);
      expect(await outcome(services.resets.reset(await tokenOf(email, 'reset-password'), next, origin))).toBe('done');
      expect(await outcome(signIn(next))).toBe('done');
    });
  });
});
