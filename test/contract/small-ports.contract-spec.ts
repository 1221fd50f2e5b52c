import { newId } from '@janus/kernel';
import type { TestEngine } from '../factories/open-test-engine.js';
import { openTestEngine } from '../factories/open-test-engine.js';
import { noIds, race } from '../factories/race.js';
import { aDigest, aUser, anInvitation, at } from '../factories/records.js';

describe('the small ports', () => {
  let engine: TestEngine;

  beforeEach(async () => {
    engine = await openTestEngine();
  });

  afterEach(() => engine.dispose());

  const someUser = async () => {
    const user = aUser();
    await engine.adapters.users.insert(user);
    return user;
  };

  describe('InvitationsRepository', () => {
    it('reads back what was put, replaces it, and removes it once', async () => {
      const { invitations } = engine.adapters;
      const { id } = await someUser();
      const [older, newer] = [anInvitation(id), anInvitation(id, { createdAt: at(1), expiresAt: at(2) })];
      await invitations.put(older);
      expect(await invitations.findByDigest(older.tokenDigest)).toEqual(older);
      await invitations.put(newer);
      expect(await invitations.findByDigest(older.tokenDigest)).toBeNull();
      expect(await invitations.findByDigest(newer.tokenDigest)).toEqual(newer);
      expect(await invitations.remove(id, older.tokenDigest)).toBe(false);
      expect(await race(() => invitations.remove(id, newer.tokenDigest))).toBe(1);
      expect(await invitations.findByDigest(newer.tokenDigest)).toBeNull();
    });

    it('leaves one of sixteen that are put at once', async () => {
      const { invitations } = engine.adapters;
      const { id } = await someUser();
      const all = Array.from({ length: 16 }, () => anInvitation(id));
      await Promise.all(all.map((one) => invitations.put(one)));
      const found = await Promise.all(all.map((one) => invitations.findByDigest(one.tokenDigest)));
      expect(found.filter((one) => one !== null)).toHaveLength(1);
    });

    it('refuses what is no id, nobody, and tells digests apart', async () => {
      const { invitations } = engine.adapters;
      await expect(invitations.put(anInvitation(newId(new Date())))).rejects.toThrow();
      for (const id of noIds as string[]) {
        await expect(invitations.put(anInvitation(id))).rejects.toThrow(TypeError);
        await expect(invitations.remove(id, 'x')).rejects.toThrow(TypeError);
      }
      const { id } = await someUser();
      await invitations.put(anInvitation(id, { tokenDigest: 'abc' }));
      for (const other of ['ABC', 'abc ', 'ábc']) expect(await invitations.findByDigest(other)).toBeNull();
    });

    it('sweeps what expired', async () => {
      const { invitations } = engine.adapters;
      const soon = new Date(Date.now() + 3_600_000);
      for (const offset of [-1, 0]) {
        await invitations.put(anInvitation((await someUser()).id, { expiresAt: new Date(soon.getTime() + offset) }));
      }
      expect(await invitations.sweep(soon, 10)).toBe(1);
      expect(await invitations.sweep(soon, 10)).toBe(0);
    });
  });

  describe('IdempotencyRepository', () => {
    const inAnHour = Date.now() + 3_600_000;
    const later = (offsetMs: number) => new Date(inAnHour + offsetMs);
    const record = (id: string, fields = {}) => ({
      id,
      requestDigest: aDigest(),
      claimedAt: later(0),
      expiresAt: later(100_000),
      ...fields,
    });
    const answer = { status: 201, body: '{"a":"é𝒜"}', headers: { location: '/x', etag: '"1"' } };

    it('is claimed by one of sixteen, the others see the holder', async () => {
      const { idempotency } = engine.adapters;
      const id = aDigest();
      const seen: unknown[] = [];
      const claims = Array.from({ length: 16 }, (_, index) => record(id, { claimedAt: later(index) }));
      const won = await race(async (racer) => {
        const holder = await idempotency.claim(claims[racer], later(-60_000));
        if (holder) seen.push(holder);
        return holder === null;
      });
      expect(won).toBe(1);
      expect(new Set(seen.map((one) => JSON.stringify(one))).size).toBe(1);
    });

    it('keeps the answer of its holder, once', async () => {
      const { idempotency } = engine.adapters;
      const mine = record(aDigest());
      await idempotency.claim(mine, later(-1));
      expect(await idempotency.complete(mine.id, later(1), answer)).toBe(false);
      expect(await race(() => idempotency.complete(mine.id, mine.claimedAt, answer))).toBe(1);
      expect(await idempotency.claim(record(mine.id), later(50_000))).toEqual({ ...mine, answer });
      expect(await idempotency.release(mine.id, mine.claimedAt)).toBe(false);
    });

    it('is free again after its release', async () => {
      const { idempotency } = engine.adapters;
      const mine = record(aDigest());
      await idempotency.claim(mine, later(-1));
      expect(await idempotency.release(mine.id, later(1))).toBe(false);
      expect(await race(() => idempotency.release(mine.id, mine.claimedAt))).toBe(1);
      expect(await idempotency.claim(record(mine.id), later(-1))).toBeNull();
    });

    it('is taken over by one of sixteen when it is stale or has expired', async () => {
      const { idempotency } = engine.adapters;
      const [stale, expired] = [record(aDigest()), record(aDigest(), { expiresAt: later(10) })];
      for (const one of [stale, expired]) await idempotency.claim(one, later(-1));
      await idempotency.complete(expired.id, expired.claimedAt, answer);
      expect(await idempotency.claim(record(stale.id, { claimedAt: later(5) }), later(0))).toEqual({
        ...stale,
        answer: null,
      });
      const takeOver = (id: string) => async (racer: number) =>
        (await idempotency.claim(record(id, { claimedAt: later(20 + racer) }), later(1))) === null;
      expect(await race(takeOver(stale.id))).toBe(1);
      expect(await race(takeOver(expired.id))).toBe(1);
      expect(await idempotency.complete(stale.id, stale.claimedAt, answer)).toBe(false);
    });

    it('sweeps what expired', async () => {
      const { idempotency } = engine.adapters;
      for (const offset of [-1, 0]) await idempotency.claim(record(aDigest(), { expiresAt: later(offset) }), later(-1));
      expect(await idempotency.sweep(later(0), 10)).toBe(1);
    });
  });

  describe('SetupRepository', () => {
    it('puts tokens in force, the newer voids the older', async () => {
      const { setup } = engine.adapters;
      expect(await setup.read()).toEqual({ tokenDigest: null, tokenExpiresAt: null, claimedBy: null, claimedAt: null });
      await setup.putToken('one', at(1));
      await setup.putToken('two', at(2));
      expect(await setup.read()).toEqual({
        tokenDigest: 'two',
        tokenExpiresAt: at(2),
        claimedBy: null,
        claimedAt: null,
      });
    });

    it('is claimed by one of sixteen, for good', async () => {
      const { setup } = engine.adapters;
      const ids = Array.from({ length: 16 }, () => newId(new Date()));
      const won: string[] = [];
      const claim = async (id: string, racer: number) => {
        const isMine = await setup.claim(id, at(racer));
        if (isMine) won.push(id);
        return isMine;
      };
      expect(await race((racer) => claim(ids[racer] ?? '', racer))).toBe(1);
      const [holder = ''] = won;
      expect(await setup.read()).toMatchObject({ claimedBy: holder, claimedAt: at(ids.indexOf(holder)) });
      await setup.putToken('three', at(3));
      for (const id of [holder, newId(new Date())]) expect(await setup.claim(id, at(99))).toBe(false);
      expect(await setup.read()).toMatchObject({ claimedBy: holder, tokenDigest: 'three' });
      for (const id of noIds as string[]) await expect(setup.claim(id, at())).rejects.toThrow(TypeError);
    });
  });
});
