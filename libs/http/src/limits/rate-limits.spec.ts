import { TestClock } from '../../../../test/factories/test-clock.js';
import type { LimitPolicy } from './limit-policy.js';
import { MemoryRateLimits } from './memory-rate-limits.js';

const policy: LimitPolicy = { name: 'login-ip', count: 20, seconds: 60 };

const allowedOf = async (limits: MemoryRateLimits, subject: string, times: number) => {
  const states = await Promise.all(Array.from({ length: times }, () => limits.consume(policy, subject)));
  return states.filter(({ isAllowed }) => isAllowed).length;
};

describe('limits in memory', () => {
  it('let through exactly the quota of a window, which begins with the first request', async () => {
    const clock = new TestClock();
    const limits = new MemoryRateLimits(clock);
    expect(await limits.consume(policy, 'a')).toEqual({ isAllowed: true, remaining: 19, excess: 0, resetSeconds: 60 });
    expect(await allowedOf(limits, 'a', 200)).toBe(19);
    clock.goOn(59_001);
    expect(await limits.consume(policy, 'a')).toEqual({ isAllowed: false, remaining: 0, excess: 182, resetSeconds: 1 });
    clock.goOn(999);
    expect((await limits.consume(policy, 'a')).isAllowed).toBe(true);
  });

  it('number what is beyond the quota, from the first on', async () => {
    const limits = new MemoryRateLimits(new TestClock());
    const states = await Promise.all(Array.from({ length: 23 }, () => limits.consume(policy, 'a')));
    expect(states.slice(18).map(({ excess }) => excess)).toEqual([0, 0, 1, 2, 3]);
  });

  it('count each subject and each policy by itself', async () => {
    const limits = new MemoryRateLimits(new TestClock());
    expect(await allowedOf(limits, 'a', 30)).toBe(20);
    expect(await allowedOf(limits, 'b', 1)).toBe(1);
    expect((await limits.consume({ ...policy, name: 'guest' }, 'a')).isAllowed).toBe(true);
  });

  it('forget the oldest when there is no room, and no others', async () => {
    const limits = new MemoryRateLimits(new TestClock(), 3);
    for (const subject of ['a', 'b', 'c']) expect(await allowedOf(limits, subject, 30)).toBe(20);
    await limits.consume(policy, 'd');
    expect((await limits.consume(policy, 'b')).isAllowed).toBe(false);
    expect((await limits.consume(policy, 'a')).isAllowed).toBe(true);
  });
});
