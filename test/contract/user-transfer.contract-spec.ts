import type { ImportedUser, UserTransferRepository } from '@janus/auth';
import { newId } from '@janus/kernel';
import { freshUser } from '@janus/users';
import type { TestEngine } from '../factories/open-test-engine.js';
import { openTestEngine } from '../factories/open-test-engine.js';
import { noIds } from '../factories/race.js';
import { aUser, at } from '../factories/records.js';

const anImportedUser = (fields: Partial<ImportedUser> = {}): ImportedUser => ({
  ...aUser(fields),
  isActive: true,
  deletedAt: null,
  ...fields,
});
const many = (count: number) => Array.from({ length: count }, () => anImportedUser());

describe('UserTransferRepository', () => {
  let engine: TestEngine;
  let transfer: UserTransferRepository;

  beforeAll(async () => {
    engine = await openTestEngine();
    transfer = engine.adapters.userTransfer;
  });

  afterAll(() => engine.dispose());

  const asStored = (user: ImportedUser) => ({
    user: { ...freshUser(user), isActive: user.isActive, deletedAt: user.deletedAt },
    passwordHash: user.passwordHash,
  });
  const read = (id: string) => engine.adapters.credentials.findByUserId(id);

  it('stores a batch, and each user in its state', async () => {
    const text = 'Ǆ 𝒜𝓭𝓪 👩‍🚀 \u200d%_\\\'"é';
    const users = [
      anImportedUser({ displayName: text, firstName: 'x'.repeat(100), lastName: '𝒜'.repeat(100), locale: ' de ' }),
      anImportedUser({ isActive: false, emailVerified: true, role: 'super_admin', createdAt: new Date(0) }),
      anImportedUser({ passwordHash: null, deletedAt: at(7), createdAt: new Date('9999-12-31T23:59:59.999Z') }),
      anImportedUser({ passwordHash: 'x'.repeat(255) }),
    ];
    expect(await transfer.insertMany(users)).toEqual([]);
    for (const user of users) expect(await read(user.id)).toEqual(asStored(user));
    const filter = { roles: null, isActive: null, emailVerified: null, includeDeleted: false };
    const prefix = { text: 'ǆ 𝒜', email: false };
    expect(await engine.adapters.users.count({ ...filter, prefix })).toBe(1);
    expect(await transfer.insertMany([])).toEqual([]);
  });

  it('stores five hundred at once', async () => {
    const users = many(500);
    expect(await transfer.insertMany(users)).toEqual([]);
    const found = await transfer.findAny({ ids: users.map(({ id }) => id), emails: [] });
    expect(found.map(({ id }) => id).toSorted()).toEqual(users.map(({ id }) => id).toSorted());
  });

  it('refuses what is no id, and stores nothing of that batch', async () => {
    for (const id of noIds) {
      const good = anImportedUser();
      await expect(transfer.insertMany([good, anImportedUser({ id: id as string })])).rejects.toThrow(TypeError);
      expect(await read(good.id)).toBeNull();
      if (id !== null) await expect(transfer.page(id as string, 1, true)).rejects.toThrow(TypeError);
    }
  });

  it('tells who has an address or an id, and stores the others exactly once', async () => {
    const [first, deleted, others] = [anImportedUser(), anImportedUser(), many(8)];
    const [sameEmail, sameId] = [anImportedUser({ email: first.email }), anImportedUser({ id: deleted.id })];
    const ofDeleted = anImportedUser({ email: deleted.email });
    await transfer.insertMany([first, deleted]);
    await engine.adapters.users.setDeleted(deleted.id, 1, true, at(1));
    const batch = [...others.slice(0, 3), first, sameId, ofDeleted, ...others.slice(3)];
    const conflicts = await transfer.insertMany(batch);
    const inOrder = conflicts.toSorted((a, b) => a.id.localeCompare(b.id));
    expect(inOrder).toEqual(
      [
        { id: first.id, taken: 'email', isSame: true },
        { id: sameId.id, taken: 'id', isSame: false },
        { id: ofDeleted.id, taken: 'email', isSame: false },
      ].toSorted((a, b) => a.id.localeCompare(b.id)),
    );
    expect(await transfer.insertMany([sameEmail])).toEqual([{ id: sameEmail.id, taken: 'email', isSame: false }]);
    for (const user of others) expect(await read(user.id)).toEqual(asStored(user));
    expect((await read(deleted.id))?.user.email).toBe(deleted.email);
    const again = await transfer.insertMany(others);
    expect(again.map(({ id, isSame }) => [id, isSame]).toSorted()).toEqual(
      others.map(({ id }) => [id, true]).toSorted(),
    );
  });

  it('tells addresses apart by every character', async () => {
    const emails = ['rene@example.com', 'rené@example.com', 'Rene@example.com', 'rene@example.com '];
    expect(await transfer.insertMany(emails.map((email) => anImportedUser({ email })))).toEqual([]);
    const found = await transfer.findAny({ ids: [], emails: emails.slice(0, 2) });
    expect(found.map(({ email }) => email).toSorted()).toEqual(emails.slice(0, 2).toSorted());
    expect(await transfer.findAny({ ids: [], emails: [] })).toEqual([]);
    expect(await transfer.findAny({ ids: [newId(new Date())], emails: ['rene@example.co'] })).toEqual([]);
  });

  it('gives each address to one of sixteen batches that race for them, in whatever order', async () => {
    const emails = many(40).map(({ email }) => email);
    const batches = Array.from({ length: 16 }, (_, racer) => {
      const shared = (racer % 2 ? emails : emails.toReversed()).map((email) => anImportedUser({ email }));
      return [...shared, anImportedUser()];
    });
    const outcomes = await Promise.all(batches.map((batch) => transfer.insertMany(batch)));
    const winners = batches.flatMap((batch, racer) => {
      const lost = new Set(outcomes[racer]?.map(({ id }) => id));
      expect(outcomes[racer]?.every(({ taken, isSame }) => taken === 'email' && !isSame)).toBe(true);
      return batch.filter(({ id }) => !lost.has(id));
    });
    // Every shared address once, and of each batch the one that nobody else has.
    expect(winners.map(({ email }) => email).toSorted()).toHaveLength(emails.length + batches.length);
    expect(new Set(winners.map(({ email }) => email)).size).toBe(winners.length);
    for (const user of winners) expect(await read(user.id)).toEqual(asStored(user));
    const all = batches.flat().map(({ id }) => id);
    expect(await transfer.findAny({ ids: all, emails: [] })).toHaveLength(winners.length);
  });

  it('races with single inserts, and one of them has the address', async () => {
    const batch = many(30);
    const singles = batch.map(({ email }) => aUser({ email }));
    const taken: string[] = [];
    const insert = async (user: (typeof singles)[number]) => {
      try {
        await engine.adapters.users.insert(user);
      } catch (error) {
        expect(error).toMatchObject({ type: { code: 'EMAIL_TAKEN' } });
        taken.push(user.email);
      }
    };
    const [conflicts] = await Promise.all([transfer.insertMany(batch), ...singles.map(insert)]);
    expect(conflicts.length + taken.length).toBe(batch.length);
    for (const [index, { id, email }] of batch.entries()) {
      const owner = taken.includes(email) ? id : singles[index]?.id;
      expect((await engine.adapters.credentials.findByEmail(email))?.user.id).toBe(owner);
    }
  });

  it('reads everybody in pages, with or without the deleted', async () => {
    const own = await openTestEngine();
    try {
      const users = Array.from({ length: 25 }, (_, n) => anImportedUser({ deletedAt: n % 5 === 0 ? at(n) : null }));
      await own.adapters.userTransfer.insertMany(users);
      const all = users.toSorted((a, b) => (a.id < b.id ? -1 : 1));
      for (const includeDeleted of [true, false]) {
        const expected = all.filter(({ deletedAt }) => includeDeleted || deletedAt === null).map(asStored);
        const found = [];
        for (let after: string | null = null; ;) {
          const page = await own.adapters.userTransfer.page(after, 4, includeDeleted);
          found.push(...page);
          if (page.length < 4) break;
          after = page.at(-1)?.user.id ?? null;
        }
        expect(found).toEqual(expected);
      }
    } finally {
      await own.dispose();
    }
  });
});
