import type { Role } from '@janus/access';
import { compareText, foldCase } from '@janus/kernel';
import type { User, UserFilter, UserPageQuery, UserPosition, UserSortField } from '@janus/users';
import type { TestEngine } from '../factories/open-test-engine.js';
import { openTestEngine } from '../factories/open-test-engine.js';
import { aUser, at } from '../factories/records.js';

const everybody: UserFilter = { roles: null, isActive: null, emailVerified: null, includeDeleted: true, prefix: null };
const names = ['Straße', 'STRASSE 2', 'strasse', '𝒜da', '𝒜', '100%', '100_', '100', 'a\\b', 'İstanbul', 'ΟΔΟΣ Α', null];
const roles: readonly Role[] = ['user', 'admin', 'guest', 'moderator'];
const people = 60;

describe('lists of users', () => {
  let engine: TestEngine;
  let all: User[];

  beforeAll(async () => {
    engine = await openTestEngine();
    const { users, credentials } = engine.adapters;
    const ids: string[] = [];
    for (let index = 0; index < people; index += 1) {
      // Every third shares its instant with others, every fourth has never signed in.
      const user = aUser({
        email: `${['a', 'b', '_', 'z9'][index % 4]}${(index * 7) % people}@example.com`,
        displayName: names[index % names.length] ?? null,
        role: roles[index % roles.length] ?? 'user',
        emailVerified: index % 2 === 0,
        createdAt: at(Math.floor(index / 3) * 10),
      });
      ids.push(user.id);
      await users.insert(user);
      if (index % 4 !== 0) await credentials.recordSignIn(user.id, at(1_000 + Math.floor(index / 5)));
      if (index % 7 === 0) await users.setActive(user.id, 1, false, at(2_000));
      if (index % 11 === 1) await users.setDeleted(user.id, index % 7 === 0 ? 2 : 1, true, at(3_000));
    }
    all = (await Promise.all(ids.map((id) => users.findById(id)))) as User[];
  });

  afterAll(() => engine.dispose());

  /** The documented order, computed by other means. */
  function expected(sort: UserSortField, descending: boolean, keep: (user: User) => boolean = () => true): string[] {
    const direction = descending ? -1 : 1;
    const text = (value: Date | string) => (value instanceof Date ? value.toISOString() : value);
    return all
      .filter(keep)
      .toSorted((a, b) => {
        const [left, right] = [a[sort], b[sort]];
        if (left === null || right === null) {
          return Number(left === null) - Number(right === null) || direction * compareText(a.id, b.id);
        }
        return direction * (compareText(text(left), text(right)) || compareText(a.id, b.id));
      })
      .map(({ id }) => id);
  }

  async function readAll(query: Omit<UserPageQuery, 'after'>): Promise<string[]> {
    const ids: string[] = [];
    for (let after: UserPosition | null = null; ;) {
      const page: User[] = await engine.adapters.users.list({ ...query, after });
      expect(page.length).toBeLessThanOrEqual(query.limit);
      ids.push(...page.map(({ id }) => id));
      const last = page.at(-1);
      if (!last || page.length < query.limit) return ids;
      after = { value: last[query.sort], id: last.id };
    }
  }

  const orders = (['createdAt', 'email', 'lastLoginAt'] as const).flatMap((sort) => [
    [sort, false] as const,
    [sort, true] as const,
  ]);

  describe.each(orders)('by %s, descending: %s', (sort, descending) => {
    it.each([1, 7, 20, 100])('gives each user once in pages of %d', async (limit) => {
      expect(await readAll({ filter: everybody, sort, descending, limit })).toEqual(expected(sort, descending));
    });

    it('keeps the order under filters', async () => {
      const filter = { ...everybody, includeDeleted: false, isActive: true };
      const keep = (user: User) => user.deletedAt === null && user.isActive;
      expect(await readAll({ filter, sort, descending, limit: 4 })).toEqual(expected(sort, descending, keep));
    });
  });

  const filters: readonly [string, Partial<UserFilter>, (user: User) => boolean][] = [
    ['one role', { roles: ['admin'] }, (user) => user.role === 'admin'],
    ['two roles', { roles: ['admin', 'guest'] }, (user) => user.role === 'admin' || user.role === 'guest'],
    ['no role at all', { roles: [] }, () => false],
    ['suspended', { isActive: false }, (user) => !user.isActive],
    ['active', { isActive: true }, (user) => user.isActive],
    ['verified', { emailVerified: true }, (user) => user.emailVerified],
    ['not verified', { emailVerified: false }, (user) => !user.emailVerified],
    ['not deleted', { includeDeleted: false }, (user) => user.deletedAt === null],
    [
      'all at once',
      { roles: ['user'], isActive: true, emailVerified: true, includeDeleted: false },
      (user) => user.role === 'user' && user.isActive && user.emailVerified && user.deletedAt === null,
    ],
  ];

  it.each(filters)('lists and counts %s', async (_name, given, keep) => {
    const filter = { ...everybody, ...given };
    const wanted = expected('createdAt', true, keep);
    expect(await readAll({ filter, sort: 'createdAt', descending: true, limit: 9 })).toEqual(wanted);
    expect(await engine.adapters.users.count(filter)).toBe(wanted.length);
  });

  it.each([
    'stra',
    'STRASSE',
    'straße',
    '𝒜',
    '100%',
    '100_',
    '1',
    '%',
    '_',
    'a\\',
    'οδοσ',
    'i̇',
    'zz',
    '\u{10ffff}',
    "'",
    'b',
  ])('finds the literal prefix %s in names, and in addresses if asked', async (typed) => {
    const text = foldCase(typed);
    const byName = (user: User) => foldCase(user.displayName ?? '').startsWith(text);
    for (const email of [false, true]) {
      const keep = (user: User) => byName(user) || (email && user.email.startsWith(text));
      const filter = { ...everybody, prefix: { text, email } };
      const wanted = expected('email', false, keep);
      expect(await readAll({ filter, sort: 'email', descending: false, limit: 5 })).toEqual(wanted);
      expect(await engine.adapters.users.count(filter)).toBe(wanted.length);
    }
  });

  it('finds a name by its new prefix after a change', async () => {
    const { users } = engine.adapters;
    const user = aUser({ displayName: 'Before', createdAt: at(-1) });
    await users.insert(user);
    await users.updateProfile(
      user.id,
      1,
      { displayName: 'Áfter', firstName: null, lastName: null, locale: null },
      at(9),
    );
    const find = (text: string) => users.count({ ...everybody, prefix: { text: foldCase(text), email: false } });
    expect([await find('before'), await find('áfter'), await find('after')]).toEqual([0, 1, 0]);
  });
});
