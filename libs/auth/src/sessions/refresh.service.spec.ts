import type { MemoryServices } from '../../../../test/factories/memory-services.js';
import { RefreshTokens } from '../tokens/refresh-token.js';
import { authOptions, memoryServices, origin } from '../../../../test/factories/memory-services.js';
import { codeOf } from '../../../../test/factories/outcome.js';

const password = 'Corr3ct-horse!';
const profile = { displayName: null, firstName: null, lastName: null, locale: null };

async function signedIn(services: MemoryServices, email = 'ada@example.com') {
  await services.registration.register({ email, password, ...profile }, origin);
  return services.login.login({ email, password, deviceName: null }, origin);
}

const reasonOf = (error: unknown) => (error as { extra?: { endReason?: string } }).extra?.endReason;
const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => 'granted',
    (error: unknown) => reasonOf(error) ?? codeOf(error),
  );

describe('refreshing', () => {
  let services: MemoryServices;

  beforeEach(async () => {
    services = await memoryServices();
  });

  it('gives a new token, and the same one to who repeats the request in the grace', async () => {
    const { refreshToken } = await signedIn(services);
    const first = await services.refresh.refresh(refreshToken, origin);
    expect(first.refreshToken).not.toBe(refreshToken);
    services.clock.goOn(9_999);
    expect((await services.refresh.refresh(refreshToken, origin)).refreshToken).toBe(first.refreshToken);
    expect(await refused(services.refresh.refresh(first.refreshToken, origin))).toBe('granted');
  });

  it('takes the predecessor for stolen once the grace is over', async () => {
    const { refreshToken } = await signedIn(services);
    const { refreshToken: next } = await services.refresh.refresh(refreshToken, origin);
    services.clock.goOn(10_000);
    expect(await refused(services.refresh.refresh(refreshToken, origin))).toBe('refresh_reuse');
    expect(await refused(services.refresh.refresh(next, origin))).toBe('refresh_reuse');
  });

  it('takes the predecessor for stolen once its successor was used', async () => {
    const { refreshToken } = await signedIn(services);
    const { refreshToken: next } = await services.refresh.refresh(refreshToken, origin);
    await services.refresh.refresh(next, origin);
    expect(await refused(services.refresh.refresh(refreshToken, origin))).toBe('refresh_reuse');
  });

  it('gives sixteen at once one and the same successor', async () => {
    const { refreshToken } = await signedIn(services);
    const grants = await Promise.all(Array.from({ length: 16 }, () => services.refresh.refresh(refreshToken, origin)));
    expect(new Set(grants.map((grant) => grant.refreshToken)).size).toBe(1);
  });

  it('has no grace where it is strict', async () => {
    services = await memoryServices({ sessions: { ...authOptions.sessions, graceSeconds: 0 } });
    const { refreshToken } = await signedIn(services);
    await services.refresh.refresh(refreshToken, origin);
    expect(await refused(services.refresh.refresh(refreshToken, origin))).toBe('refresh_reuse');
  });

  it('does nothing for who only knows the session', async () => {
    const { refreshToken } = await signedIn(services);
    const [id = ''] = refreshToken.split('.');
    for (const guess of [`${id}.${'A'.repeat(64)}`, id, '', `${id}.${refreshToken.slice(38)}`]) {
      expect(await refused(services.refresh.refresh(guess, origin))).toBe('INVALID_REFRESH_TOKEN');
    }
    const other = await signedIn(services, 'grace@example.com');
    expect(await refused(services.refresh.refresh(`${id}.${other.refreshToken.split('.')[1]}`, origin))).toBe(
      'INVALID_REFRESH_TOKEN',
    );
    expect(await refused(services.refresh.refresh(refreshToken, origin))).toBe('granted');
  });

  it('lives on while it is used, to its absolute end', async () => {
    let { refreshToken } = await signedIn(services);
    for (let second = 0; second < 4_500; second += 900) {
      services.clock.goOn(900_000);
      const grant = await services.refresh.refresh(refreshToken, origin);
      expect(grant.refreshExpiresIn).toBe(Math.min(1_000, 5_000 - second - 900));
      refreshToken = grant.refreshToken;
    }
    services.clock.goOn(500_000);
    expect(await refused(services.refresh.refresh(refreshToken, origin))).toBe('expired');
  });

  it('ends when nobody uses it', async () => {
    const { refreshToken } = await signedIn(services);
    services.clock.goOn(1_000_000);
    expect(await refused(services.refresh.refresh(refreshToken, origin))).toBe('expired');
  });

  it.each([
    ['suspended', (s: MemoryServices, id: string) => s.ports.users.setActive(id, 1, false, s.clock.now())],
    ['deleted', (s: MemoryServices, id: string) => s.ports.users.setDeleted(id, 1, true, s.clock.now())],
    ['role_changed', (s: MemoryServices, id: string) => s.ports.users.changeRole(id, 1, 'guest', true, s.clock.now())],
    [
      'logout_everywhere',
      (s: MemoryServices, id: string) => s.ports.credentials.endAllSessions(id, 1, 'logout_everywhere', s.clock.now()),
    ],
  ])('is refused as %s before anybody has tidied the session', async (reason, change) => {
    const { refreshToken, user } = await signedIn(services);
    await change(services, user.id);
    expect(await refused(services.refresh.refresh(refreshToken, origin))).toBe(reason);
  });

  it('recognises tokens tagged under an older key', async () => {
    const { refreshToken } = await signedIn(services);
    const older = authOptions.keyEncryptionKeys[0] ?? Buffer.alloc(0);
    const renewed = new RefreshTokens([Buffer.alloc(32, 9), older]);
    expect(renewed.recognise(refreshToken)).not.toBeNull();
    expect(new RefreshTokens([Buffer.alloc(32, 9)]).recognise(refreshToken)).toBeNull();
  });
});

describe('signing in and out', () => {
  let services: MemoryServices;

  beforeEach(async () => {
    services = await memoryServices();
  });

  it('refuses everybody who may not, alike', async () => {
    const { user } = await signedIn(services);
    const { login, ports, clock } = services;
    const attempt = (email: string, typed = password) =>
      refused(login.login({ email, password: typed, deviceName: null }, origin));
    expect(await attempt(user.email, 'wrong')).toBe('INVALID_CREDENTIALS');
    expect(await attempt('nobody@example.com')).toBe('INVALID_CREDENTIALS');
    await ports.users.setActive(user.id, 1, false, clock.now());
    expect(await attempt(user.email)).toBe('INVALID_CREDENTIALS');
    await ports.users.setActive(user.id, 2, true, clock.now());
    expect(await attempt(user.email)).toBe('granted');
    await ports.users.setDeleted(user.id, 3, true, clock.now());
    expect(await attempt(user.email)).toBe('INVALID_CREDENTIALS');
  });

  it('takes a password in either form of its accents, and in no other case', async () => {
    const typed = 'Pässw0rd-é!';
    await services.registration.register(
      { email: 'a@example.com', password: typed.normalize('NFD'), ...profile },
      origin,
    );
    const attempt = (secret: string) =>
      refused(services.login.login({ email: 'a@example.com', password: secret, deviceName: null }, origin));
    expect(await attempt(typed.normalize('NFC'))).toBe('granted');
    expect(await attempt(typed.toLowerCase())).toBe('INVALID_CREDENTIALS');
  });

  it('tells at the next sign-in what ended without the owner, once', async () => {
    const { refreshToken, user } = await signedIn(services);
    const again = () => services.login.login({ email: user.email, password, deviceName: null }, origin);
    const { refreshToken: second } = await services.refresh.refresh(refreshToken, origin);
    await services.refresh.refresh(second, origin);
    services.clock.goOn(1);
    await refused(services.refresh.refresh(refreshToken, origin));
    services.clock.goOn(1);
    expect((await again()).notices).toEqual([{ reason: 'refresh_reuse', at: expect.any(Date), device: null }]);
    services.clock.goOn(1);
    expect((await again()).notices).toEqual([]);
  });

  it('signs out by either token, by a dead one too, and never by none', async () => {
    const { logout, refresh } = services;
    const { refreshToken, accessToken } = await signedIn(services);
    expect(
      codeOf(
        await logout
          .logout({ refreshToken: null, bearer: null, everywhere: false }, origin)
          .catch((error: unknown) => error),
      ),
    ).toBe('AUTHENTICATION_REQUIRED');
    await logout.logout({ refreshToken: 'x', bearer: accessToken, everywhere: false }, origin);
    const { refreshToken: next } = await refresh.refresh(refreshToken, origin);
    await logout.logout({ refreshToken: null, bearer: `${accessToken}x`, everywhere: false }, origin);
    services.clock.goOn(20_000);
    await logout.logout({ refreshToken: null, bearer: accessToken, everywhere: false }, origin);
    expect(await refused(refresh.refresh(next, origin))).toBe('logout');
    await logout.logout({ refreshToken: next, bearer: null, everywhere: true }, origin);
  });
});
