import type { Problem } from '@janus/kernel';
import argon2 from 'argon2';
import { memoryServices } from '../../../../test/factories/memory-services.js';
import type { AuthOptions } from '../auth.options.js';
import { HashingProcess } from './hashing-process.js';
import { PasswordHasher } from './password-hasher.js';
import { Slots } from './slots.js';

const gate = () => {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
};

describe('the hasher', () => {
  it('verifies its own hashes, whole', async () => {
    const { hasher } = await memoryServices();
    const long = 'x'.repeat(100);
    const hash = await hasher.hash(`${long}a`);
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=1024,t=2,p=1\$/);
    expect(await hasher.verify(hash, `${long}a`)).toBe(true);
    expect(await hasher.verify(hash, `${long}b`)).toBe(false);
    expect(await hasher.verify(null, 'no account has this password')).toBe(false);
  });

  it('does not even try a hash that would take the machine', async () => {
    const { hasher } = await memoryServices();
    const [, , , ...rest] = (await argon2.hash('x', { memoryCost: 1024, timeCost: 2, parallelism: 1 })).split('$');
    const digest = rest.join('$').replace(/^m=\d+,t=\d+,p=\d+\$/, '');
    for (const parameters of ['m=4194304,t=2,p=1', 'm=1024,t=11,p=1', 'm=1024,t=2,p=9', 'm=1024,t=2', 'x']) {
      const verify = jest.spyOn(argon2, 'verify');
      expect(await hasher.verify(`$argon2id$v=19$${parameters}$${digest}`, 'x')).toBe(false);
      expect(verify.mock.calls[0]?.[0]).toMatch(/\$m=1024,t=2,p=1\$/);
      verify.mockRestore();
    }
  });
});

describe('the hasher with a process of its own', () => {
  afterEach(() => jest.restoreAllMocks());

  it('hands over as many jobs again as are under way, and lets no more wait than were to', async () => {
    const held = gate();
    const run = jest.spyOn(HashingProcess.prototype, 'run').mockReturnValue(held.opened.then(() => 'hash'));
    const cost = { memoryKib: 1024, iterations: 2, parallelism: 1 };
    const hashing = { ...cost, slots: 2, queue: 3, maxWaitMs: 1_000, isIsolated: true };
    const hasher = new PasswordHasher({ hashing } as AuthOptions);
    const all = Array.from({ length: 6 }, () => hasher.hash('x').catch((error: Problem) => error.type.code));
    expect(await all[5]).toBe('OVERLOADED');
    expect(run).toHaveBeenCalledTimes(4);
    held.open();
    expect(await Promise.all(all)).toEqual([...Array.from({ length: 5 }, () => 'hash'), 'OVERLOADED']);
    expect(run).toHaveBeenCalledTimes(5);
  });
});

describe('slots', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('run so many at a time, in the order they came', async () => {
    const slots = new Slots(1, 10, 1_000);
    const [first, order] = [gate(), [] as number[]];
    const all = [slots.run(() => first.opened), ...[1, 2, 3].map((n) => slots.run(async () => void order.push(n)))];
    await Promise.resolve();
    expect(order).toEqual([]);
    first.open();
    await Promise.all(all);
    expect(order).toEqual([1, 2, 3]);
  });

  it('shed what finds the queue full, and what waits too long', async () => {
    const slots = new Slots(1, 1, 1_000);
    const held = gate();
    const running = slots.run(() => held.opened);
    const waiting = slots.run(async () => 'late').catch((error: unknown) => error);
    await expect(slots.run(async () => 'never')).rejects.toMatchObject({
      type: { code: 'OVERLOADED' },
      headers: { 'Retry-After': '2' },
    });
    expect(() => slots.assertRoom()).toThrow('OVERLOADED');
    jest.advanceTimersByTime(1_000);
    expect(await waiting).toMatchObject({ type: { code: 'OVERLOADED' } });
    held.open();
    await running;
    slots.assertRoom();
    expect(await slots.run(async () => 'again')).toBe('again');
  });

  it('give the slot on after a failure', async () => {
    const slots = new Slots(1, 1, 1_000);
    await expect(slots.run(() => Promise.reject(new Error('x')))).rejects.toThrow('x');
    expect(await slots.run(async () => 1)).toBe(1);
  });
});
