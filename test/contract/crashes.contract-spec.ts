import type { Caller, User } from '@janus/access';
import { endReasonOf } from '@janus/access';
import { Problem } from '@janus/kernel';
import { CrashPoints, atEveryPoint } from '../factories/crash-points.js';
import type { MemoryServices } from '../factories/memory-services.js';
import { authOptions, memoryServices, origin } from '../factories/memory-services.js';
import type { TestEngine } from '../factories/open-test-engine.js';
import { openTestEngine } from '../factories/open-test-engine.js';
import { aUser } from '../factories/records.js';

const password = 'Corr3ct-horse!';
const newPassword = 'Batt3ry-staple!';
const graceMs = authOptions.sessions.graceSeconds * 1000;
const options = {
  tokens: { ...authOptions.tokens, alg: 'HS256' as const, secret: 'kJ8sQ2vX5zB1nM4cR7tY0wE3uI6oP9aLdFgHjKlZxVqWe' },
};

// The process dies between any two of its calls to the database; another one comes and finds what is there.
describe('A process that dies on the way', () => {
  let engine: TestEngine;
  let points: CrashPoints;
  /** Does what is asked, as far as it gets. */
  let dying: MemoryServices;
  /** Comes after. */
  let next: MemoryServices;

  beforeAll(async () => {
    engine = await openTestEngine();
    points = new CrashPoints(engine.adapters);
    next = await memoryServices(options, engine.adapters);
    dying = await memoryServices(options, points.adapters);
  });

  afterAll(async () => {
    for (const { keys } of [dying, next]) keys.onModuleDestroy();
    await engine.dispose();
  });

  const newcomer = async (): Promise<User> => {
    const { email, displayName, firstName, lastName, locale } = aUser();
    const request = { email, password, displayName, firstName, lastName, locale };
    return (await next.registration.register(request, origin)) as User;
  };
  const signIn = (email: string, secret = password) =>
    next.login.login({ email, password: secret, deviceName: null }, origin);
  const idOf = (refreshToken: string) => refreshToken.split('.')[0] ?? '';
  /** Why the session does not live any more; null if it does. */
  const endOf = async (refreshToken: string) => {
    const found = await engine.adapters.sessions.findWithUser(idOf(refreshToken));
    return found && endReasonOf(found, next.clock.now());
  };
  const callerOf = async (refreshToken: string): Promise<Caller> => {
    const found = await engine.adapters.sessions.findWithUser(idOf(refreshToken));
    return { sessionId: idOf(refreshToken), user: found?.user as User };
  };
  const rotate = async (refreshToken: string) => (await next.refresh.refresh(refreshToken, origin)).refreshToken;
  const goOn = (milliseconds: number) => {
    for (const { clock } of [dying, next]) clock.goOn(milliseconds);
  };
  /** The one outcome that a crash may have besides success. */
  const failsOnlyByDying = async (work: Promise<unknown>) => {
    const error: unknown = await work.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect([points.hasCrashed, error instanceof Problem]).toEqual([error !== null, false]);
  };
  const refusal = (refreshToken: string) =>
    next.refresh.refresh(refreshToken, origin).then(
      () => null,
      (error: unknown) => (error as Problem).extra['endReason'] ?? (error as Problem).type.code,
    );

  it('while it refreshes: whoever got no answer goes on with the old token, which then is used up', async () => {
    const died = await atEveryPoint(points, async (arm) => {
      const { email } = await newcomer();
      const older = (await signIn(email)).refreshToken;
      const held = await rotate(older);
      arm();
      await failsOnlyByDying(dying.refresh.refresh(held, origin));
      const successor = await rotate(held);
      expect(await rotate(held)).toBe(successor);
      const last = await rotate(successor);
      expect(await refusal(held)).toBe('refresh_reuse');
      expect(await refusal(last)).toBe('refresh_reuse');
    });
    expect(died).toBeGreaterThanOrEqual(4);
  });

  it('while it refreshes: after the grace the old token works only if it was never used', async () => {
    await atEveryPoint(points, async (arm) => {
      const { email } = await newcomer();
      const held = (await signIn(email)).refreshToken;
      arm();
      await failsOnlyByDying(dying.refresh.refresh(held, origin));
      const wasUsed = (await engine.adapters.sessions.findWithUser(idOf(held)))?.session.rotatedAt !== null;
      goOn(graceMs);
      expect(await refusal(held)).toBe(wasUsed ? 'refresh_reuse' : null);
    });
  });

  it('while it ends a session for a replay: the next replay ends it', async () => {
    const died = await atEveryPoint(points, async (arm) => {
      const { email } = await newcomer();
      const stolen = (await signIn(email)).refreshToken;
      const held = await rotate(await rotate(stolen));
      arm();
      await dying.refresh.refresh(stolen, origin).catch(() => {});
      expect([null, 'refresh_reuse']).toContain(await endOf(held));
      expect(await refusal(stolen)).toBe('refresh_reuse');
      expect(await refusal(held)).toBe('refresh_reuse');
    });
    expect(died).toBeGreaterThanOrEqual(4);
  });

  it('while it signs in: the next try signs in, and nothing of the first stands in its way', async () => {
    const died = await atEveryPoint(points, async (arm) => {
      const { email } = await newcomer();
      const held = (await signIn(email)).refreshToken;
      arm();
      await failsOnlyByDying(dying.login.login({ email, password, deviceName: null }, origin));
      const again = (await signIn(email)).refreshToken;
      for (const token of [held, again]) expect(await refusal(token)).toBeNull();
    });
    expect(died).toBeGreaterThanOrEqual(10);
  });

  it('while it checks wrong passwords: no attempt is given back', async () => {
    const { email } = await newcomer();
    const wrong = { email, password: 'Wr0ng-horse!', deviceName: null };
    // Each pass counts two: the one that dies just after it was counted, and the last one, which gets to its end.
    for (let pass = 1; pass <= 3; pass += 1) {
      await atEveryPoint(points, async (arm) => {
        arm();
        await dying.login.login(wrong, origin).catch(() => {});
      });
    }
    await expect(signIn(email)).rejects.toMatchObject({ type: { code: 'INVALID_CREDENTIALS' } });
    goOn(3600_000);
    await expect(signIn(email)).resolves.toBeDefined();
  });

  it('while it signs out: signed out, or not yet', async () => {
    const died = await atEveryPoint(points, async (arm) => {
      const { email } = await newcomer();
      const [held, other] = [(await signIn(email)).refreshToken, (await signIn(email)).refreshToken];
      const request = { refreshToken: held, bearer: null, everywhere: false };
      arm();
      await failsOnlyByDying(dying.logout.logout(request, origin));
      expect(points.hasCrashed ? [null, 'logout'] : ['logout']).toContain(await endOf(held));
      await next.logout.logout(request, origin);
      expect([await refusal(held), await refusal(other)]).toEqual(['logout', null]);
    });
    expect(died).toBeGreaterThanOrEqual(4);
  });

  it('while it signs out everywhere: everywhere, or nowhere yet', async () => {
    const died = await atEveryPoint(points, async (arm) => {
      const { email } = await newcomer();
      const [held, other] = [(await signIn(email)).refreshToken, (await signIn(email)).refreshToken];
      const request = { refreshToken: held, bearer: null, everywhere: true };
      arm();
      await failsOnlyByDying(dying.logout.logout(request, origin));
      const ends = [await endOf(held), await endOf(other)];
      const all = ['logout_everywhere', 'logout_everywhere'];
      expect(points.hasCrashed ? [[null, null], all] : [all]).toContainEqual(ends);
      await next.logout.logout(request, origin);
      expect([await refusal(held), await refusal(other)]).toEqual(all);
      expect(await refusal((await signIn(email)).refreshToken)).toBeNull();
    });
    expect(died).toBeGreaterThanOrEqual(6);
  });

  it('while it changes a password: the old one with its sessions, or the new one without the others', async () => {
    const died = await atEveryPoint(points, async (arm) => {
      const { email } = await newcomer();
      const [held, other] = [(await signIn(email)).refreshToken, (await signIn(email)).refreshToken];
      const caller = await callerOf(held);
      arm();
      await failsOnlyByDying(dying.passwords.change(caller, password, newPassword, origin));
      const isChanged = (await endOf(other)) !== null;
      const reasons = [await endOf(held), await endOf(other)];
      if (!points.hasCrashed) expect(reasons).toEqual([null, 'password_changed']);
      else if (isChanged)
        expect([
          [null, 'password_changed'],
          ['password_changed', 'password_changed'],
        ]).toContainEqual(reasons);
      else expect(reasons).toEqual([null, null]);
      const [works, fails] = isChanged ? [newPassword, password] : [password, newPassword];
      await expect(signIn(email, fails)).rejects.toMatchObject({ type: { code: 'INVALID_CREDENTIALS' } });
      expect(await refusal((await signIn(email, works)).refreshToken)).toBeNull();
      expect(await refusal(other)).toBe(isChanged ? 'password_changed' : null);
    });
    expect(died).toBeGreaterThanOrEqual(12);
  });

  it('while it ends all other sessions: all others, or none yet', async () => {
    const died = await atEveryPoint(points, async (arm) => {
      const { email } = await newcomer();
      const tokens = [await signIn(email), await signIn(email), await signIn(email)].map(
        ({ refreshToken }) => refreshToken,
      );
      const [held = ''] = tokens;
      const caller = await callerOf(held);
      arm();
      await failsOnlyByDying(dying.revocations.revokeAll(caller, caller.user.id, true, origin));
      const [own, ...others] = await Promise.all(tokens.map(endOf));
      expect(new Set(others).size).toBe(1);
      if (!points.hasCrashed) expect([own, others[0]]).toEqual([null, 'revoked_by_owner']);
      else expect([null, 'revoked_by_owner']).toContain(others[0]);
      if (others[0] === null) expect(own).toBeNull();
    });
    expect(died).toBeGreaterThanOrEqual(6);
  });
});
