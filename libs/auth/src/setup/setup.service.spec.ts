import type { MemoryServices } from '../../../../test/factories/memory-services.js';
import { memoryServices, origin } from '../../../../test/factories/memory-services.js';
import { outcome } from '../../../../test/factories/outcome.js';

const request = (email = 'root@example.com') => ({ email, password: 'Corr3ct-horse!', displayName: null });
describe('the first super admin', () => {
  let services: MemoryServices;

  beforeEach(async () => {
    services = await memoryServices();
  });

  it('is made with the token in force, and counted', async () => {
    const { setup, ports } = services;
    const [older, token] = [await setup.openToken(), await setup.openToken()];
    expect(await outcome(setup.createWithToken(older ?? '', request(), origin))).toBe('INVALID_SETUP_TOKEN');
    const user = await setup.createWithToken(token ?? '', request(), origin);
    expect(user).toMatchObject({ role: 'super_admin', emailVerified: true, isActive: true });
    expect(await ports.superAdminCount.read()).toMatchObject({ n: 1 });
    expect(await setup.openToken()).toBeNull();
    for (const again of [
      setup.createWithToken(token ?? '', request('b@example.com'), origin),
      setup.create(request('b@example.com'), origin),
    ]) {
      expect(await outcome(again)).toBe('SETUP_CLOSED');
    }
  });

  it('is not made with a token of more than thirty minutes', async () => {
    const token = (await services.setup.openToken()) ?? '';
    services.clock.goOn(30 * 60_000);
    expect(await outcome(services.setup.createWithToken(token, request(), origin))).toBe('INVALID_SETUP_TOKEN');
  });

  it('is one, whoever comes at the same time', async () => {
    const token = (await services.setup.openToken()) ?? '';
    const attempts = Array.from({ length: 16 }, (_, n) =>
      outcome(
        n % 2
          ? services.setup.create(request(`${n}@example.com`), origin)
          : services.setup.createWithToken(token, request(`${n}@example.com`), origin),
      ),
    );
    const outcomes = await Promise.all(attempts);
    expect(outcomes.filter((one) => one === 'done')).toHaveLength(1);
    expect(new Set(outcomes)).toEqual(new Set(['done', 'SETUP_CLOSED']));
    expect(await services.ports.superAdminCount.read()).toMatchObject({ n: 1 });
  });

  it('is asked for by sixteen with a token, and one hash is made', async () => {
    const { setup, hasher } = services;
    let hashes = 0;
    const hash = hasher.hash.bind(hasher);
    hasher.hash = (password) => {
      hashes += 1;
      return hash(password);
    };
    const token = (await setup.openToken()) ?? '';
    const attempts = Array.from({ length: 16 }, (_, n) =>
      outcome(setup.createWithToken(token, request(`${n}@example.com`), origin)),
    );
    expect((await Promise.all(attempts)).filter((one) => one === 'done')).toHaveLength(1);
    expect(hashes).toBe(1);
  });

  it('leaves the place to others if the address is taken', async () => {
    await services.registration.register({ ...request(), firstName: null, lastName: null, locale: null }, origin);
    expect(await outcome(services.setup.create(request(), origin))).toBe('EMAIL_TAKEN');
    expect(await outcome(services.setup.create(request('other@example.com'), origin))).toBe('done');
  });

  it('is made after others have died with the claim, and still once', async () => {
    const { setup, ports, clock } = services;
    const id = '019ab4c8-5f00-7c3e-8a6b-0c5d4e3f2a1b';
    await ports.setup.claim(id, clock.now());
    const token = (await setup.openToken()) ?? '';
    const attempts = Array.from({ length: 16 }, (_, n) =>
      outcome(setup.createWithToken(token, request(`${n % 4}@example.com`), origin)),
    );
    expect((await Promise.all(attempts)).toSorted()).toEqual([...attempts.slice(1).map(() => 'SETUP_CLOSED'), 'done']);
    expect(await ports.users.findById(id)).toMatchObject({ role: 'super_admin' });
    expect(await ports.superAdminCount.read()).toMatchObject({ n: 1 });
  });

  it('is not made where somebody else is a super admin already', async () => {
    const { setup, recovery } = services;
    const token = (await setup.openToken()) ?? '';
    await recovery.recover('host@example.com', 'Corr3ct-horse!', origin);
    expect(await outcome(setup.createWithToken(token, request(), origin))).toBe('SETUP_CLOSED');
    expect(await setup.openToken()).toBeNull();
  });

  it('takes away what shows the token, whichever instance closed the setup', async () => {
    let closed = 0;
    const { setup } = await memoryServices({ onSetupClosed: async () => void (closed += 1) });
    const token = (await setup.openToken()) ?? '';
    await setup.createWithToken(token, request(), origin);
    expect(closed).toBe(1);
    expect(await outcome(setup.createWithToken(token, request('b@example.com'), origin))).toBe('SETUP_CLOSED');
    expect(closed).toBe(2);
  });
});

describe('invitations', () => {
  it('are accepted once, in time, by who may sign in', async () => {
    const { setup, creation, invitations, ports, clock } = await memoryServices();
    const root = await setup.create(request(), origin);
    const invite = (email: string) =>
      creation.create(
        root,
        { email, role: 'user', invite: null, displayName: null, firstName: null, lastName: null, locale: null },
        origin,
      );
    const accept = (token: string) => outcome(invitations.accept(token, 'N3w-passw0rd!', origin));
    const one = await invite('one@example.com');
    const uses = await Promise.all(Array.from({ length: 16 }, () => accept(one.invitation?.token ?? '')));
    expect(uses.filter((use) => use === 'done')).toHaveLength(1);
    expect(new Set(uses)).toEqual(new Set(['done', 'INVALID_LINK']));
    expect(await accept('unknown')).toBe('INVALID_LINK');
    const suspended = await invite('two@example.com');
    await ports.users.setActive(suspended.user.id, 1, false, clock.now());
    expect(await accept(suspended.invitation?.token ?? '')).toBe('INVALID_LINK');
    const late = await invite('three@example.com');
    clock.goOn(7 * 24 * 3_600_000);
    expect(await accept(late.invitation?.token ?? '')).toBe('INVALID_LINK');
  });
});
