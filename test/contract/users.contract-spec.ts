import { newId } from '@janus/kernel';
import type { UsersRepository } from '@janus/users';
import { freshUser } from '@janus/users';
import type { TestEngine } from '../factories/open-test-engine.js';
import { openTestEngine } from '../factories/open-test-engine.js';
import { noIds, race } from '../factories/race.js';
import { aUser, at } from '../factories/records.js';

describe('UsersRepository', () => {
  let engine: TestEngine;
  let users: UsersRepository;

  beforeAll(async () => {
    engine = await openTestEngine();
    users = engine.adapters.users;
  });

  afterAll(() => engine.dispose());

  const stored = async (fields = {}) => {
    const user = aUser(fields);
    await users.insert(user);
    return user;
  };

  it('reads back exactly what was stored', async () => {
    const text = 'Ǆ 𝒜𝓭𝓪 👩‍🚀 \u200d%_\\\'"é';
    const full = await stored({
      displayName: text,
      firstName: 'x'.repeat(100),
      lastName: '𝒜'.repeat(100),
      locale: ' de ',
      emailVerified: true,
      role: 'super_admin',
    });
    expect(await users.findById(full.id)).toEqual(freshUser(full));
    const empty = await stored({ passwordHash: null });
    expect(await users.findById(empty.id)).toEqual(freshUser(empty));
  });

  it('keeps instants to the millisecond, in summer and before 1970', async () => {
    for (const createdAt of [
      new Date('2026-07-01T23:59:59.999Z'),
      new Date('2026-03-29T01:30:00.001Z'),
      new Date('1999-12-31T23:59:59.123Z'),
    ]) {
      const { id } = await stored({ createdAt });
      expect((await users.findById(id))?.createdAt).toEqual(createdAt);
    }
  });

  it('hands out what nobody else can change', async () => {
    const { id } = await stored({ displayName: 'a' });
    const first = await users.findById(id);
    (first as unknown as { displayName: string }).displayName = 'b';
    first?.createdAt.setTime(0);
    expect(await users.findById(id)).toMatchObject({ displayName: 'a', createdAt: at() });
  });

  it('knows no unknown user, and refuses what is no id', async () => {
    expect(await users.findById(newId(new Date()))).toBeNull();
    for (const id of noIds) {
      await expect(users.findById(id as string)).rejects.toThrow(TypeError);
      await expect(users.setActive(id as string, 1, false, at())).rejects.toThrow(TypeError);
      await expect(users.insert(aUser({ id: id as string }))).rejects.toThrow(TypeError);
    }
  });

  it('gives an address to one user, and tells addresses apart by every character', async () => {
    const { email } = await stored({ email: 'rene@example.com' });
    await expect(users.insert(aUser({ email }))).rejects.toMatchObject({ type: { code: 'EMAIL_TAKEN' } });
    for (const other of ['Rene@example.com', 'rené@example.com', 'rene@example.com ', 'rene@example.co']) {
      await stored({ email: other });
    }
  });

  it('keeps the address of a deleted user taken', async () => {
    const { id, email } = await stored();
    await users.setDeleted(id, 1, true, at(1));
    await expect(users.insert(aUser({ email }))).rejects.toMatchObject({ type: { code: 'EMAIL_TAKEN' } });
  });

  it('stores one of fifty users with one address at once', async () => {
    const { email } = aUser();
    const taken: unknown[] = [];
    const won = await race(async () => {
      try {
        await users.insert(aUser({ email }));
        return true;
      } catch (error) {
        taken.push((error as { type?: { code?: string } }).type?.code);
        return false;
      }
    }, 50);
    expect(won).toBe(1);
    expect(taken).toEqual(Array.from({ length: 49 }, () => 'EMAIL_TAKEN'));
  });

  it('changes the profile', async () => {
    const user = await stored({ displayName: 'a', firstName: 'b' });
    const profile = { displayName: 'ẞ', firstName: null, lastName: 'd', locale: null };
    expect(await users.updateProfile(user.id, 1, profile, at(5))).toBe(true);
    expect(await users.findById(user.id)).toEqual({ ...freshUser(user), ...profile, version: 2, updatedAt: at(5) });
  });

  it('raises a role and leaves the sessions, lowers it and ends them', async () => {
    const user = await stored();
    expect(await users.changeRole(user.id, 1, 'admin', false, at(5))).toBe(true);
    expect(await users.findById(user.id)).toEqual({ ...freshUser(user), role: 'admin', version: 2, updatedAt: at(5) });
    expect(await users.changeRole(user.id, 2, 'guest', true, at(6))).toBe(true);
    expect(await users.findById(user.id)).toEqual({
      ...freshUser(user),
      role: 'guest',
      version: 3,
      updatedAt: at(6),
      credentialsVersion: 2,
      credentialsEndReason: 'role_changed',
      credentialsChangedAt: at(6),
    });
  });

  it('suspends and ends the sessions, unsuspends and does not', async () => {
    const user = await stored();
    const ended = { credentialsVersion: 2, credentialsEndReason: 'suspended', credentialsChangedAt: at(5) };
    expect(await users.setActive(user.id, 1, false, at(5))).toBe(true);
    expect(await users.findById(user.id)).toEqual({
      ...freshUser(user),
      ...ended,
      isActive: false,
      version: 2,
      updatedAt: at(5),
    });
    expect(await users.setActive(user.id, 2, true, at(6))).toBe(true);
    expect(await users.findById(user.id)).toEqual({ ...freshUser(user), ...ended, version: 3, updatedAt: at(6) });
  });

  it('deletes and ends the sessions, restores and does not', async () => {
    const user = await stored();
    const ended = { credentialsVersion: 2, credentialsEndReason: 'deleted', credentialsChangedAt: at(5) };
    expect(await users.setDeleted(user.id, 1, true, at(5))).toBe(true);
    expect(await users.findById(user.id)).toEqual({
      ...freshUser(user),
      ...ended,
      deletedAt: at(5),
      version: 2,
      updatedAt: at(5),
    });
    expect(await users.setDeleted(user.id, 2, false, at(6))).toBe(true);
    expect(await users.findById(user.id)).toEqual({ ...freshUser(user), ...ended, version: 3, updatedAt: at(6) });
  });

  it('makes a super admin of whoever it is, in one write, and leaves the sessions', async () => {
    const user = await stored({ role: 'guest' });
    await users.setActive(user.id, 1, false, at(5));
    await users.setDeleted(user.id, 2, true, at(6));
    const before = await users.findById(user.id);
    expect(await users.reinstate(user.id, 3, at(7))).toBe(true);
    expect(await users.findById(user.id)).toEqual({
      ...before,
      role: 'super_admin',
      isActive: true,
      deletedAt: null,
      emailVerified: true,
      version: 4,
      updatedAt: at(7),
    });
  });

  const profile = { displayName: 'x', firstName: null, lastName: null, locale: null };
  const transitions: readonly [string, (id: string, version: number) => Promise<boolean>][] = [
    ['updateProfile', (id, version) => users.updateProfile(id, version, profile, at(9))],
    ['changeRole', (id, version) => users.changeRole(id, version, 'moderator', true, at(9))],
    ['setActive', (id, version) => users.setActive(id, version, false, at(9))],
    ['setDeleted', (id, version) => users.setDeleted(id, version, true, at(9))],
    ['reinstate', (id, version) => users.reinstate(id, version, at(9))],
  ];

  describe.each(transitions)('%s', (_name, transition) => {
    it('loses with another version, and writes nothing', async () => {
      const user = await stored();
      expect(await transition(user.id, 2)).toBe(false);
      expect(await transition(user.id, 0)).toBe(false);
      expect(await users.findById(user.id)).toEqual(freshUser(user));
      expect(await transition(newId(new Date()), 1)).toBe(false);
    });

    it('is won by one of sixteen at once', async () => {
      const { id } = await stored();
      expect(await race(() => transition(id, 1))).toBe(1);
      expect((await users.findById(id))?.version).toBe(2);
    });

    it('wins even if it changes nothing but the version', async () => {
      const { id } = await stored();
      expect(await transition(id, 1)).toBe(true);
      expect(await transition(id, 2)).toBe(true);
      expect((await users.findById(id))?.version).toBe(3);
    });
  });
});
