import type { LinksRepository } from '@janus/auth';
import { newId } from '@janus/kernel';
import type { TestEngine } from '../factories/open-test-engine.js';
import { openTestEngine } from '../factories/open-test-engine.js';
import { noIds, race } from '../factories/race.js';
import { aDigest, aLink, aUser, anInvitation, at } from '../factories/records.js';

describe('LinksRepository', () => {
  let engine: TestEngine;
  let links: LinksRepository;

  beforeAll(async () => {
    engine = await openTestEngine();
    ({ links } = engine.adapters);
  });

  afterAll(() => engine.dispose());

  const someone = async () => {
    const user = aUser();
    await engine.adapters.users.insert(user);
    return user.id;
  };

  it('reads back exactly what was put, and nothing of others', async () => {
    const link = aLink(await someone(), {
      purpose: 'undo-email',
      slot: `undo-email ${aDigest()}`,
      credentialsVersion: 7,
    });
    await links.put(link);
    expect(await links.findByDigest(link.tokenDigest)).toEqual(link);
    expect(await links.findByDigest(aDigest())).toBeNull();
    expect(await links.findByDigest(link.tokenDigest.toUpperCase())).toBeNull();
  });

  it('voids the older link in a slot, and no other', async () => {
    const userId = await someone();
    const [older, newer] = [
      aLink(userId),
      aLink(userId, { email: 'new@example.com', credentialsVersion: 2, createdAt: at(5) }),
    ];
    const other = aLink(userId, { purpose: 'verify-email', slot: 'verify-email' });
    for (const link of [older, other, newer]) await links.put(link);
    expect(await links.findByDigest(older.tokenDigest)).toBeNull();
    expect(await links.findByDigest(newer.tokenDigest)).toEqual(newer);
    expect(await links.findByDigest(other.tokenDigest)).toEqual(other);
  });

  it('leaves one link when sixteen are put at once, and each was whole', async () => {
    const userId = await someone();
    const all = Array.from({ length: 16 }, (_, n) => aLink(userId, { email: `${n}@example.com` }));
    await Promise.all(all.map((link) => links.put(link)));
    const left = await Promise.all(all.map(({ tokenDigest }) => links.findByDigest(tokenDigest)));
    expect(left.filter((link) => link !== null)).toHaveLength(1);
    expect(all).toContainEqual(left.find((link) => link !== null));
  });

  it('is used up once among sixteen', async () => {
    const link = aLink(await someone());
    await links.put(link);
    expect(await links.remove(link.userId, link.slot, aDigest())).toBe(false);
    expect(await links.remove(link.userId, 'verify-email', link.tokenDigest)).toBe(false);
    expect(await race(() => links.remove(link.userId, link.slot, link.tokenDigest))).toBe(1);
    expect(await links.findByDigest(link.tokenDigest)).toBeNull();
  });

  it('voids what was made for a purpose since an instant, that instant included', async () => {
    const [userId, otherId] = [await someone(), await someone()];
    const made = (owner: string, offset: number, purpose: 'undo-email' | 'reset-password' = 'undo-email') =>
      aLink(owner, { purpose, slot: `${purpose} ${offset}`, createdAt: at(offset) });
    const kept = [made(userId, 4), made(userId, 9, 'reset-password'), made(otherId, 9)];
    const voided = [made(userId, 5), made(userId, 6)];
    for (const link of [...kept, ...voided]) await links.put(link);
    expect(await links.removeSince(userId, 'undo-email', at(5))).toBe(2);
    for (const { tokenDigest } of voided) expect(await links.findByDigest(tokenDigest)).toBeNull();
    for (const link of kept) expect(await links.findByDigest(link.tokenDigest)).toEqual(link);
  });

  it('is refused for a user who does not exist', async () => {
    await expect(links.put(aLink(newId(new Date())))).rejects.toThrow();
  });

  it('sweeps what has expired, in batches', async () => {
    const userId = await someone();
    const [old, older, young] = [-9_000, -9_001, -8_000].map((offset, n) =>
      aLink(userId, { slot: `slot ${n}`, expiresAt: at(offset) }),
    );
    for (const link of [old, older, young]) await links.put(link);
    expect((await links.sweep(at(-8_000), 1)) + (await links.sweep(at(-8_000), 10))).toBe(2);
    expect(await links.findByDigest(young.tokenDigest)).toEqual(young);
  });

  it.each(noIds)('refuses %j for an id', async (no) => {
    await expect(links.remove(no as string, 'x', aDigest())).rejects.toThrow(TypeError);
    await expect(links.removeSince(no as string, 'undo-email', at())).rejects.toThrow(TypeError);
  });

  it('tells mailed invitations from those that were handed over', async () => {
    const { invitations } = engine.adapters;
    for (const verifiesEmail of [true, false]) {
      const invitation = anInvitation(await someone(), { verifiesEmail });
      await invitations.put(invitation);
      expect(await invitations.findByDigest(invitation.tokenDigest)).toEqual(invitation);
    }
  });
});
