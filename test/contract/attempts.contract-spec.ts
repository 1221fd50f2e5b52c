import type { AttemptCount, AttemptsRepository } from '@janus/auth';
import type { TestEngine } from '../factories/open-test-engine.js';
import { openTestEngine } from '../factories/open-test-engine.js';
import { race, racers } from '../factories/race.js';
import { aDigest, at } from '../factories/records.js';

describe('AttemptsRepository', () => {
  let engine: TestEngine;
  let attempts: AttemptsRepository;

  beforeAll(async () => {
    engine = await openTestEngine();
    attempts = engine.adapters.attempts;
  });

  afterAll(() => engine.dispose());

  const aCount = (fields: Partial<AttemptCount> = {}): AttemptCount => ({
    key: aDigest(),
    account: aDigest(),
    failures: 1,
    lockedUntil: null,
    expiresAt: at(60_000),
    ...fields,
  });
  const stored = async (fields: Partial<AttemptCount> = {}) => {
    const count = aCount(fields);
    expect(await attempts.count(count, null, at())).toBe(true);
    return count;
  };

  it('reads back exactly what was counted, and nothing of others', async () => {
    const [free, locked] = [await stored(), await stored({ failures: 7, lockedUntil: at(4_000) })];
    expect(await attempts.find(free.key)).toEqual(free);
    expect(await attempts.find(locked.key)).toEqual(locked);
    expect(await attempts.find(aDigest())).toBeNull();
    expect(await attempts.find(free.key.toUpperCase())).toBeNull();
  });

  it('counts on from what the caller has seen, and from nothing else', async () => {
    const first = await stored();
    const next = { ...first, failures: 2, expiresAt: at(70_000) };
    expect(await attempts.count(first, null, at())).toBe(false);
    expect(await attempts.count(next, 2, at())).toBe(false);
    expect(await attempts.count(next, 1, at())).toBe(true);
    expect(await attempts.find(first.key)).toEqual(next);
    expect(await attempts.count(aCount(), 1, at())).toBe(false);
  });

  it('counts nothing before the lock ends, and counts at that very instant', async () => {
    const locked = await stored({ failures: 5, lockedUntil: at(2_000) });
    const next = { ...locked, failures: 6, lockedUntil: at(9_000) };
    expect(await attempts.count(next, 5, at(1_999))).toBe(false);
    expect(await attempts.find(locked.key)).toEqual(locked);
    expect(await attempts.count(next, 5, at(2_000))).toBe(true);
  });

  it('lets one of sixteen make the count, and one of sixteen count on', async () => {
    const first = aCount();
    expect(await race(() => attempts.count(first, null, at()))).toBe(1);
    expect(await race(() => attempts.count({ ...first, failures: 2 }, 1, at()))).toBe(1);
    expect(await attempts.find(first.key)).toEqual({ ...first, failures: 2 });
  });

  it('puts off the forgetting, locked or not', async () => {
    const locked = await stored({ lockedUntil: at(9_000) });
    expect(await attempts.extend(locked.key, at(90_000))).toBe(true);
    expect(await attempts.find(locked.key)).toEqual({ ...locked, expiresAt: at(90_000) });
    expect(await attempts.extend(aDigest(), at())).toBe(false);
  });

  it('takes an attempt back unless others have counted on', async () => {
    const one = await stored({ failures: 5, lockedUntil: at(2_000) });
    expect(await attempts.giveBack(one.key, 4)).toBe(false);
    expect(await race(() => attempts.giveBack(one.key, 5))).toBe(1);
    expect(await attempts.find(one.key)).toEqual({ ...one, failures: 4, lockedUntil: null });
    const only = await stored();
    expect(await attempts.giveBack(only.key, 1)).toBe(true);
    expect(await attempts.count({ ...only, failures: 1 }, 0, at())).toBe(true);
    expect(await attempts.giveBack(aDigest(), 1)).toBe(false);
  });

  it('forgets one count once among sixteen, and all of an account together', async () => {
    const account = aDigest();
    const [one, two, other] = [await stored({ account }), await stored({ account }), await stored()];
    expect(await race(() => attempts.clear(one.key))).toBe(1);
    expect(await attempts.find(two.key)).not.toBeNull();
    const three = await stored({ account });
    const cleared = await Promise.all(Array.from({ length: racers }, () => attempts.clearAccount(account)));
    expect(cleared.reduce((sum, n) => sum + n)).toBe(2);
    expect([await attempts.find(two.key), await attempts.find(three.key)]).toEqual([null, null]);
    expect(await attempts.find(other.key)).toEqual(other);
  });

  it('sweeps what is to be forgotten, in batches', async () => {
    const [old, older, young] = [
      await stored({ expiresAt: at(-9_000) }),
      await stored({ expiresAt: at(-9_001) }),
      await stored({ expiresAt: at(-8_000) }),
    ];
    expect((await attempts.sweep(at(-8_000), 1)) + (await attempts.sweep(at(-8_000), 10))).toBe(2);
    expect([await attempts.find(old.key), await attempts.find(older.key)]).toEqual([null, null]);
    expect(await attempts.find(young.key)).toEqual(young);
  });
});
