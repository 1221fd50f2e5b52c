import { newId } from '@janus/kernel';
import { freshUser } from '@janus/users';
import type { TestEngine } from '../factories/open-test-engine.js';
import { openTestEngine } from '../factories/open-test-engine.js';
import { noIds, race } from '../factories/race.js';
import { aUser, at } from '../factories/records.js';

describe('CredentialsRepository', () => {
  let engine: TestEngine;

  beforeAll(async () => {
    engine = await openTestEngine();
  });

  afterAll(() => engine.dispose());

  const stored = async (fields = {}) => {
    const user = aUser(fields);
    await engine.adapters.users.insert(user);
    return user;
  };

  it('finds the user with the hash, by address and by id, in whatever state', async () => {
    const user = await stored();
    const { credentials, users } = engine.adapters;
    await users.setActive(user.id, 1, false, at(1));
    await users.setDeleted(user.id, 2, true, at(2));
    const found = { user: await users.findById(user.id), passwordHash: user.passwordHash };
    expect(found.user).not.toHaveProperty('passwordHash');
    expect(await credentials.findByEmail(user.email)).toEqual(found);
    expect(await credentials.findByUserId(user.id)).toEqual(found);
    const invited = await stored({ passwordHash: null });
    expect(await credentials.findByUserId(invited.id)).toEqual({ user: freshUser(invited), passwordHash: null });
  });

  it('finds nobody by another spelling, and refuses what is no id', async () => {
    const { email } = await stored();
    const { credentials } = engine.adapters;
    for (const other of [email.toUpperCase(), `${email} `, email.replace('e', 'é'), '%']) {
      expect(await credentials.findByEmail(other)).toBeNull();
    }
    expect(await credentials.findByUserId(newId(new Date()))).toBeNull();
    for (const id of noIds) await expect(credentials.findByUserId(id as string)).rejects.toThrow(TypeError);
  });

  it('sets a first password once, and leaves the sessions alone', async () => {
    const user = await stored({ passwordHash: null });
    const { credentials, users } = engine.adapters;
    expect(await credentials.setFirstPassword(user.id, 'hash', false, at(5))).toBe(true);
    expect(await users.findById(user.id)).toEqual({ ...freshUser(user), version: 2, updatedAt: at(5) });
    expect(await credentials.setFirstPassword(user.id, 'other', false, at(6))).toBe(false);
    expect((await credentials.findByUserId(user.id))?.passwordHash).toBe('hash');
  });

  it('verifies the address with a first password that came by mail', async () => {
    const user = await stored({ passwordHash: null });
    const { credentials, users } = engine.adapters;
    expect(await credentials.setFirstPassword(user.id, 'hash', true, at(5))).toBe(true);
    expect(await users.findById(user.id)).toMatchObject({ emailVerified: true, version: 2 });
  });

  it('verifies an address once among sixteen, and only the one that it is', async () => {
    const user = await stored();
    const { credentials, users } = engine.adapters;
    expect(await credentials.verifyEmail(user.id, 'other@example.com', at(4))).toBe(false);
    expect(await race(() => credentials.verifyEmail(user.id, user.email, at(5)))).toBe(1);
    const verified = { ...freshUser(user), emailVerified: true, version: 2, updatedAt: at(5) };
    expect(await users.findById(user.id)).toEqual(verified);
    const deleted = await stored();
    await users.setDeleted(deleted.id, 1, true, at(1));
    expect(await credentials.verifyEmail(deleted.id, deleted.email, at(5))).toBe(false);
    expect(await credentials.verifyEmail(newId(new Date()), user.email, at(5))).toBe(false);
  });

  it('changes an address once among sixteen, with every session', async () => {
    const user = await stored();
    const { credentials, users } = engine.adapters;
    const fresh = (n: number) => `${n}-${user.email}`;
    expect(await race((n) => credentials.changeEmail(user.id, 1, fresh(n), at(5)))).toBe(1);
    const changed = await users.findById(user.id);
    expect(changed).toEqual({
      ...freshUser(user),
      email: changed?.email,
      emailVerified: true,
      version: 2,
      updatedAt: at(5),
      credentialsVersion: 2,
      credentialsEndReason: 'email_changed',
      credentialsChangedAt: at(5),
    });
    expect(changed?.email).not.toBe(user.email);
    expect(await credentials.findByEmail(user.email)).toBeNull();
    expect(await credentials.changeEmail(user.id, 1, user.email, at(6))).toBe(false);
  });

  it('changes no address to one that is taken, nor that of who is suspended or deleted', async () => {
    const [user, other, suspended, deleted] = [await stored(), await stored(), await stored(), await stored()];
    const { credentials, users } = engine.adapters;
    const taken = { type: { code: 'EMAIL_TAKEN' } };
    await expect(credentials.changeEmail(user.id, 1, other.email, at(5))).rejects.toMatchObject(taken);
    expect(await users.findById(user.id)).toEqual(freshUser(user));
    await users.setActive(suspended.id, 1, false, at(1));
    await users.setDeleted(deleted.id, 1, true, at(1));
    expect(await credentials.changeEmail(suspended.id, 2, `x-${user.email}`, at(5))).toBe(false);
    expect(await credentials.changeEmail(deleted.id, 2, `x-${user.email}`, at(5))).toBe(false);
    await expect(credentials.changeEmail(user.id, 1, deleted.email, at(5))).rejects.toMatchObject(taken);
  });

  it('sets no first password for who is suspended, deleted or unknown', async () => {
    const { credentials, users } = engine.adapters;
    const [suspended, deleted] = [await stored({ passwordHash: null }), await stored({ passwordHash: null })];
    await users.setActive(suspended.id, 1, false, at(1));
    await users.setDeleted(deleted.id, 1, true, at(1));
    for (const id of [suspended.id, deleted.id, newId(new Date())]) {
      expect(await credentials.setFirstPassword(id, 'hash', false, at(5))).toBe(false);
    }
  });

  it('lets one of sixteen set the first password', async () => {
    const { id } = await stored({ passwordHash: null });
    expect(await race((racer) => engine.adapters.credentials.setFirstPassword(id, `hash ${racer}`, false, at(5)))).toBe(
      1,
    );
  });

  it('notes sign-ins forwards only, and leaves the version alone', async () => {
    const user = await stored();
    const { credentials, users } = engine.adapters;
    expect(await credentials.recordSignIn(user.id, at(5))).toBe(true);
    expect(await credentials.recordSignIn(user.id, at(5))).toBe(false);
    expect(await credentials.recordSignIn(user.id, at(4))).toBe(false);
    expect(await users.findById(user.id)).toEqual({ ...freshUser(user), lastLoginAt: at(5) });
    expect(await credentials.recordSignIn(user.id, at(6))).toBe(true);
    expect(await credentials.recordSignIn(newId(new Date()), at(6))).toBe(false);
  });

  it('notes one of sixteen sign-ins of one instant, and the last of many', async () => {
    const { id } = await stored();
    const { credentials, users } = engine.adapters;
    expect(await race(() => credentials.recordSignIn(id, at(5)))).toBe(1);
    await race((racer) => credentials.recordSignIn(id, at(100 + racer)));
    expect((await users.findById(id))?.lastLoginAt).toEqual(at(115));
  });

  it('ends all sessions by raising the version, once among sixteen', async () => {
    const user = await stored();
    const { credentials, users } = engine.adapters;
    expect(await race(() => credentials.endAllSessions(user.id, 1, 'logout_everywhere', at(7)))).toBe(1);
    expect(await users.findById(user.id)).toEqual({
      ...freshUser(user),
      credentialsVersion: 2,
      credentialsEndReason: 'logout_everywhere',
      credentialsChangedAt: at(7),
    });
    expect(await credentials.endAllSessions(user.id, 1, 'password_reset', at(8))).toBe(false);
    expect(await credentials.endAllSessions(newId(new Date()), 1, 'password_reset', at(8))).toBe(false);
  });

  it('changes the password and raises the version in one write, once among sixteen', async () => {
    const user = await stored({ passwordHash: 'old' });
    const { credentials, users } = engine.adapters;
    expect(await credentials.changePassword(user.id, 2, 'old', 'new', at(7))).toBe(false);
    expect(await credentials.changePassword(user.id, 1, 'OLD', 'new', at(7))).toBe(false);
    expect(await race((racer) => credentials.changePassword(user.id, 1, 'old', `new ${racer}`, at(7)))).toBe(1);
    expect((await credentials.findByUserId(user.id))?.passwordHash).toMatch(/^new \d+$/);
    expect(await users.findById(user.id)).toEqual({
      ...freshUser(user),
      credentialsVersion: 2,
      credentialsEndReason: 'password_changed',
      credentialsChangedAt: at(7),
    });
    expect(await credentials.changePassword(newId(new Date()), 1, 'old', 'new', at(7))).toBe(false);
  });

  it('resets the password, or sets a first one, and kills every session in one write', async () => {
    const { credentials, users } = engine.adapters;
    for (const passwordHash of ['old', null]) {
      const user = await stored({ passwordHash });
      await users.setActive(user.id, 1, false, at(1));
      await users.setDeleted(user.id, 2, true, at(2));
      const before = await users.findById(user.id);
      for (const version of [2, 4]) expect(await credentials.resetPassword(user.id, version, 'new', at(7))).toBe(false);
      expect(await credentials.findByUserId(user.id)).toEqual({ user: before, passwordHash });
      expect(await credentials.resetPassword(user.id, 3, 'new', at(7))).toBe(true);
      expect(await credentials.findByUserId(user.id)).toEqual({
        user: {
          ...before,
          credentialsVersion: 4,
          credentialsEndReason: 'password_reset',
          credentialsChangedAt: at(7),
        },
        passwordHash: 'new',
      });
    }
    expect(await credentials.resetPassword(newId(new Date()), 1, 'new', at(7))).toBe(false);
    for (const id of noIds) {
      await expect(credentials.resetPassword(id as string, 1, 'a', at())).rejects.toThrow(TypeError);
    }
  });

  it('lets one of sixteen reset the password, and none change it whose version it has raised', async () => {
    const user = await stored({ passwordHash: 'old' });
    const { credentials } = engine.adapters;
    const both = (racer: number) =>
      racer % 2
        ? credentials.resetPassword(user.id, 1, `reset ${racer}`, at(7))
        : credentials.changePassword(user.id, 1, 'old', `changed ${racer}`, at(7));
    expect(await race(both)).toBe(1);
    const found = await credentials.findByUserId(user.id);
    expect(found?.user.credentialsVersion).toBe(2);
    expect(found?.user.credentialsEndReason).toBe(
      found?.passwordHash?.startsWith('reset') ? 'password_reset' : 'password_changed',
    );
    expect(await race((racer) => credentials.resetPassword(user.id, 2, `again ${racer}`, at(8)))).toBe(1);
  });

  it('replaces a hash by another of the same password, once among sixteen, and leaves all else alone', async () => {
    const user = await stored({ passwordHash: 'old' });
    const { credentials, users } = engine.adapters;
    expect(await race((racer) => credentials.replaceHash(user.id, 'old', `new ${racer}`))).toBe(1);
    expect(await users.findById(user.id)).toEqual(freshUser(user));
    expect(await credentials.replaceHash(user.id, 'old', 'other')).toBe(false);
    expect(await credentials.replaceHash(newId(new Date()), 'old', 'other')).toBe(false);
    for (const id of noIds) await expect(credentials.replaceHash(id as string, 'a', 'b')).rejects.toThrow(TypeError);
  });
});
