import type { User } from '@janus/access';
import type { MemoryServices } from '../../../../test/factories/memory-services.js';
import { memoryServices, origin } from '../../../../test/factories/memory-services.js';

const password = 'Corr3ct-horse!';
const email = 'ada@example.com';
const profile = { displayName: null, firstName: null, lastName: null, locale: null };
const dayMs = 24 * 3600 * 1000;

describe('ended sessions', () => {
  let services: MemoryServices;
  let ada: User;

  beforeEach(async () => {
    services = await memoryServices();
    await services.registration.register({ email, password, ...profile }, origin);
  });

  async function signIn(deviceName: string): Promise<string> {
    const { refreshToken, user } = await services.login.login({ email, password, deviceName }, origin);
    ada = user;
    return refreshToken;
  }

  async function signInAndOut(deviceName: string): Promise<void> {
    const refreshToken = await signIn(deviceName);
    await services.logout.logout({ refreshToken, bearer: null, everywhere: false }, origin);
  }

  /** The devices in the list, and how many there are said to be. */
  async function listed(includeEnded: boolean): Promise<[devices: (string | null)[], count: number]> {
    const sessions = await services.sessionLists.list(ada, ada.id, { includeEnded, after: null, limit: 100 });
    const count = await services.sessionLists.count(ada, ada.id, includeEnded);
    return [sessions.map(({ session }) => session.device), count];
  }

  it('are listed on request 29 days later, and not 31 days later', async () => {
    await signInAndOut('31 days ago');
    services.clock.goOn(2 * dayMs);
    await signInAndOut('29 days ago');
    services.clock.goOn(29 * dayMs);
    await signIn('now');
    expect(await listed(true)).toEqual([['now', '29 days ago'], 2]);
    expect(await listed(false)).toEqual([['now'], 1]);
  });

  it('are listed for thirty days to the millisecond', async () => {
    await signInAndOut('phone');
    services.clock.goOn(30 * dayMs);
    expect(await listed(true)).toEqual([['phone'], 1]);
    services.clock.goOn(1);
    expect(await listed(true)).toEqual([[], 0]);
  });

  it('are listed for as long after they expired by themselves', async () => {
    await signIn('31 days ago');
    services.clock.goOn(2 * dayMs);
    await signIn('29 days ago');
    // The life of a session without a refresh.
    services.clock.goOn(29 * dayMs + 1_000_000);
    expect(await listed(true)).toEqual([['29 days ago'], 1]);
    expect(await listed(false)).toEqual([[], 0]);
  });

  it('count from their end, not from the sign-in or the end that they would have had', async () => {
    services = await memoryServices({
      sessions: { refreshTtlSeconds: 3_000_000, ttlSeconds: 20_000_000, graceSeconds: 10 },
    });
    await services.registration.register({ email, password, ...profile }, origin);
    const refreshToken = await signIn('used for long');
    await signInAndOut('for a moment');
    services.clock.goOn(20 * dayMs);
    await services.logout.logout({ refreshToken, bearer: null, everywhere: false }, origin);
    services.clock.goOn(29 * dayMs);
    expect(await listed(true)).toEqual([['used for long'], 1]);
  });
});
