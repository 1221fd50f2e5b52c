import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import type { LimitPolicy, RateLimitStore } from '@janus/http';
import { RedisRateLimits } from '@janus/http';
import { TestClock } from '../factories/test-clock.js';

declare global {
  /** Set by the jest project. */
  var JANUS_REDIS: { readonly url: string };
}

const policy: LimitPolicy = { name: 'login-ip', count: 20, seconds: 60 };
// Another one in each run, so that runs on one Redis do not meet.
const someone = () => `192.0.2.1-${randomBytes(6).toString('hex')}`;

const allowedOf = async (stores: readonly RateLimitStore[], subject: string, times: number) => {
  const states = await Promise.all(
    Array.from({ length: times }, (_, n) => stores[n % stores.length].consume(policy, subject)),
  );
  return states.filter(({ isAllowed }) => isAllowed).length;
};

/** Resolves when what waited for a shorter time has had its turn, however late this process is. */
const afterTimersOf = (milliseconds: number) =>
  new Promise<'too late'>((resolve) => {
    setTimeout(() => setImmediate(() => setImmediate(() => resolve('too late'))), milliseconds);
  });

/** A way to Redis that can be cut, or go silent. */
async function openTunnel(target: URL) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const upstream = connect(Number(target.port || 6379), target.hostname);
    for (const one of [socket, upstream]) {
      sockets.add(one.on('error', () => {}));
      one.on('close', () => sockets.delete(one));
    }
    socket.pipe(upstream);
    upstream.pipe(socket);
  });
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `redis://127.0.0.1:${port}`,
    // Nothing is lost on a connection that hangs: it comes when the other end goes on.
    silence: (isSilent: boolean) => {
      for (const socket of sockets)
        if (isSilent) socket.pause();
        else socket.resume();
    },
    cut: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    mend: () => listen(port),
  };
}

const { url: redisUrl } = globalThis.JANUS_REDIS;

describe('limits in Redis', () => {
  const clock = new TestClock();
  const opened: RedisRateLimits[] = [];
  const changes: boolean[] = [];

  const open = (url: string) => {
    const limits = new RedisRateLimits({ url, clock, onChange: (isThere) => changes.push(isThere) });
    opened.push(limits);
    return limits;
  };
  /** Until it counts in Redis again: asked by as many requests as it takes. */
  const untilShared = async (limits: RedisRateLimits) => {
    const before = changes.length;
    while (changes.length === before || changes.at(-1) !== true) {
      clock.goOn(1_000);
      await limits.consume(policy, someone());
      await new Promise((elapsed) => {
        setTimeout(elapsed, 10);
      });
    }
  };
  /**
   * Whether it asks Redis, where this quota was used up through another instance: by itself it would let it through. A busy machine
   * may make an answer late, which says nothing of Redis.
   */
  const refusesWhatIsUsedUp = async (limits: RedisRateLimits): Promise<boolean> => {
    const [another, subject] = [await connected(redisUrl), someone()];
    for (let n = 0; n < 2 * policy.count; n += 1) await another.consume(policy, subject);
    for (let tries = 0; tries < 5; tries += 1) {
      if (!(await limits.consume(policy, subject)).isAllowed) return true;
      await untilShared(limits);
    }
    return false;
  };
  /** Connected, so that what follows is about limits and not about starting. */
  const connected = async (url: string) => {
    const limits = open(url);
    await limits.consume(policy, someone());
    if (changes.at(-1) === false) await untilShared(limits);
    return limits;
  };

  beforeEach(() => changes.splice(0));
  afterEach(() => {
    for (const limits of opened.splice(0)) limits.close();
  });

  it('let through exactly the quota, over two instances', async () => {
    const together = async () => {
      const instances = [await connected(redisUrl), await connected(redisUrl)] as const;
      changes.splice(0);
      const subject = someone();
      const allowed = await allowedOf(instances, subject, 200);
      return { allowed, state: await instances[0].consume(policy, subject) };
    };
    let outcome = await together();
    // A busy machine may make an answer late: then an instance counted by itself, which is the next case's subject.
    for (let tries = 0; tries < 5 && changes.includes(false); tries += 1) outcome = await together();
    const { allowed, state } = outcome;
    expect([changes, allowed]).toEqual([[], 20]);
    expect(state).toMatchObject({ isAllowed: false, remaining: 0, excess: 181 });
    expect(state.resetSeconds).toBeGreaterThan(50);
    expect(state.resetSeconds).toBeLessThanOrEqual(60);
  });

  it.each(['cut', 'silence'] as const)(
    'go on by themselves, stricter, within 50 ms when Redis dies (%s)',
    async (how) => {
      const tunnel = await openTunnel(new URL(redisUrl));
      const limits = await connected(tunnel.url);
      changes.splice(0);
      if (how === 'cut') await tunnel.cut();
      else tunnel.silence(true);
      const subject = someone();
      const first = limits.consume(policy, subject);
      expect(await Promise.race([first, afterTimersOf(60)])).toMatchObject({ isAllowed: true });
      expect(await allowedOf([limits], subject, 100)).toBe(9);
      expect(changes).toEqual([false]);
      if (how === 'cut') await tunnel.mend();
      else tunnel.silence(false);
      await untilShared(limits);
      expect(changes).toEqual([false, true]);
      expect(await refusesWhatIsUsedUp(limits)).toBe(true);
      await tunnel.cut();
    },
  );
});
