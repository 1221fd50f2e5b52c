import type { MemoryServices } from '../../../../test/factories/memory-services.js';
import { authOptions, memoryServices, origin } from '../../../../test/factories/memory-services.js';
import { codeOf } from '../../../../test/factories/outcome.js';
import { aUser } from '../../../../test/factories/records.js';
import { Problem, kernelProblems } from '@janus/kernel';
import { delayAfter } from './guess-delay.js';

const password = 'Corr3ct-horse!';
const email = 'ada@example.com';
const profile = { displayName: null, firstName: null, lastName: null, locale: null };
const home = { ...origin, ip: '192.0.2.1', userAgent: 'browser' };
const elsewhere = { ...origin, ip: '198.51.100.7', userAgent: 'browser' };

const outcome = (work: Promise<unknown>) => work.then(() => 'in', codeOf);

describe('delayAfter', () => {
  it('is nothing for five attempts, then doubles up to a quarter of an hour', () => {
    const seconds = (isSuperAdmin: boolean) =>
      Array.from({ length: 16 }, (_, failures) => delayAfter(failures, isSuperAdmin) / 1000);
    expect(seconds(false)).toEqual([0, 0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
    expect(seconds(true)).toEqual([0, 0, 0, 0, 0, 2, 4, 8, 16, 30, 30, 30, 30, 30, 30, 30]);
    expect(delayAfter(1_000_000, false)).toBe(900_000);
  });
});

describe('guessing at sign-in', () => {
  let services: MemoryServices;
  let looks: jest.SpyInstance<Promise<boolean>, [string | null, string]>;

  beforeEach(async () => {
    services = await memoryServices();
    await services.registration.register({ email, password, ...profile }, origin);
    looks = jest.spyOn(services.hasher, 'verify');
  });

  const signIn = (guess: string, origin = elsewhere, address = email) =>
    outcome(services.login.login({ email: address, password: guess, deviceName: null }, origin));
  const guess = async (times: number, origin = elsewhere) => {
    for (let n = 0; n < times; n += 1) expect(await signIn('wrong', origin)).toBe('INVALID_CREDENTIALS');
  };
  /** How many guesses were compared with the true hash. */
  const compared = () => looks.mock.calls.filter(([hash]) => hash !== null).length;

  it('looks at five of two hundred parallel guesses, and works for all of them', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => signIn(`wrong ${n}`)));
    expect(new Set(answers)).toEqual(new Set(['INVALID_CREDENTIALS']));
    expect([compared(), looks.mock.calls.length]).toEqual([5, 200]);
    expect(await signIn(password)).toBe('INVALID_CREDENTIALS');
  });

  it('opens again when the delay is over, and not before', async () => {
    await guess(5);
    services.clock.goOn(1_999);
    expect(await signIn(password)).toBe('INVALID_CREDENTIALS');
    services.clock.goOn(1);
    expect(await signIn('wrong')).toBe('INVALID_CREDENTIALS');
    services.clock.goOn(3_999);
    expect(await signIn(password)).toBe('INVALID_CREDENTIALS');
    services.clock.goOn(1);
    expect(await signIn(password)).toBe('in');
    await guess(4);
    expect(await signIn(password)).toBe('in');
  });

  it('does not let refused attempts make the lock longer', async () => {
    await guess(5);
    await guess(50);
    services.clock.goOn(2_000);
    expect(await signIn(password)).toBe('in');
  });

  it('forgets failures after a day without any', async () => {
    await guess(4);
    services.clock.goOn(24 * 3_600_000);
    await guess(4);
    expect(await signIn(password)).toBe('in');
  });

  it('leaves the owner alone on a device that is known, and limits guesses there as well', async () => {
    expect(await signIn(password, home)).toBe('in');
    await guess(9);
    expect(await signIn(password)).toBe('INVALID_CREDENTIALS');
    expect(await signIn(password, home)).toBe('in');
    expect(await signIn(password, { ...home, userAgent: 'other' })).toBe('INVALID_CREDENTIALS');
    // What the owner does at home opens nothing elsewhere.
    expect(await signIn(password)).toBe('INVALID_CREDENTIALS');
    await guess(5, home);
    expect(await signIn(password, home)).toBe('INVALID_CREDENTIALS');
  });

  it('takes one IPv6 subscriber for one place, and no address for none', async () => {
    expect(await signIn(password, { ...origin, ip: '2001:db8::1', userAgent: null as unknown as string })).toBe('in');
    await guess(5);
    expect(await signIn(password, { ...origin, ip: '2001:db8::ffff', userAgent: null as unknown as string })).toBe(
      'in',
    );
    expect(await signIn(password, { ...origin, ip: null as unknown as string, userAgent: 'x' })).toBe(
      'INVALID_CREDENTIALS',
    );
  });

  it('slows a super admin down by thirty seconds at most', async () => {
    await services.setup.create({ email: 'root@example.com', password, displayName: null }, origin);
    const attempt = (guessed: string) => signIn(guessed, elsewhere, 'root@example.com');
    for (let n = 0; n < 20; n += 1) {
      await attempt('wrong');
      services.clock.goOn(30_000);
    }
    expect(await attempt(password)).toBe('in');
  });

  it('counts for addresses that nobody has as for others, and stores none of them', async () => {
    for (let n = 0; n < 7; n += 1) await signIn('wrong', elsewhere, 'nobody@example.com');
    expect(looks.mock.calls.every(([hash]) => hash === null)).toBe(true);
    const limit = services.guesses;
    expect(await limit.admit({ email: 'nobody@example.com', user: null }, elsewhere)).toBeNull();
  });

  it('does not count what it had no time to look at', async () => {
    looks.mockRejectedValue(new Problem(kernelProblems.OVERLOADED));
    for (let n = 0; n < 20; n += 1) expect(await signIn(password)).toBe('OVERLOADED');
    looks.mockRestore();
    expect(await signIn(password)).toBe('in');
  });

  it('costs no more than a look at the queue when there is no room for it', async () => {
    const room = jest.spyOn(services.hasher, 'assertRoom').mockImplementation(() => {
      throw new Problem(kernelProblems.OVERLOADED);
    });
    const counted = jest.spyOn(services.ports.attempts, 'count');
    for (const address of [email, 'nobody@example.com'])
      expect(await signIn(password, elsewhere, address)).toBe('OVERLOADED');
    expect(counted).not.toHaveBeenCalled();
    room.mockRestore();
    counted.mockRestore();
    expect(await signIn(password)).toBe('in');
  });

  it('is lifted by who may, and by nobody else', async () => {
    await guess(9);
    const ada = (await services.ports.credentials.findByEmail(email))?.user;
    if (!ada) throw new Error('no user');
    const moderator = { ...ada, id: aUser().id, role: 'moderator' as const };
    expect(await outcome(services.unlocks.unlock(ada, { id: ada.id, expected: null, reason: null, origin }))).toBe(
      'NO_PERMISSION',
    );
    expect(
      await outcome(
        services.unlocks.unlock({ ...ada, role: 'admin' }, { id: ada.id, expected: null, reason: null, origin }),
      ),
    ).toBe('SELF_FORBIDDEN');
    expect(await outcome(services.unlocks.unlock(moderator, { id: ada.id, expected: [7], reason: null, origin }))).toBe(
      'PRECONDITION_FAILED',
    );
    expect(await services.unlocks.unlock(moderator, { id: ada.id, expected: null, reason: null, origin })).toEqual(ada);
    expect(
      await services.unlocks.unlock(moderator, { id: ada.id, expected: [ada.version], reason: null, origin }),
    ).toEqual(ada);
    expect(await signIn(password)).toBe('in');
  });

  it('counts guesses of the current password, too', async () => {
    const { user } = await services.login.login({ email, password, deviceName: null }, home);
    const remove = (guessed: string) => outcome(services.accounts.delete(user, guessed, null, elsewhere));
    for (let n = 0; n < 5; n += 1) expect(await remove('wrong')).toBe('WRONG_PASSWORD');
    expect(await remove(password)).toBe('WRONG_PASSWORD');
    services.clock.goOn(2_000);
    expect(await remove(password)).toBe('in');
  });

  it('replaces a hash of other parameters at the sign-in, and only then', async () => {
    const weak = await memoryServices({ hashing: { ...authOptions.hashing, memoryKib: 512 } });
    const old = await weak.hasher.hash(password);
    const user = aUser({ passwordHash: old });
    await services.ports.users.insert(user);
    const stored = async () => (await services.ports.credentials.findByUserId(user.id))?.passwordHash;
    expect(await signIn('wrong', home, user.email)).toBe('INVALID_CREDENTIALS');
    expect(await stored()).toBe(old);
    expect(await signIn(password, home, user.email)).toBe('in');
    expect(await stored()).toMatch(/^\$argon2id\$v=19\$m=1024,t=2,p=1\$/);
    expect(await signIn(password, home, user.email)).toBe('in');
  });
});
