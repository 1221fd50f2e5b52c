import { aSession, aUser, at } from '../../../test/factories/records.js';
import { freshUser } from '@janus/users';
import type { CallerSession, User } from './caller.js';
import { endReasonOf } from './caller.js';
import { isPermitted, matrix, scopesOf } from './matrix.js';
import { isBelow, isRole, levelOf, roles, rolesBelow } from './roles.js';

describe('endReasonOf', () => {
  const user = freshUser(aUser());
  const session: CallerSession = { ...aSession(user.id), endedAt: null, endReason: null };
  const changed = { credentialsVersion: 2, credentialsEndReason: 'role_changed' as const, credentialsChangedAt: at() };

  it.each<[string | null, Partial<CallerSession>, Partial<User>]>([
    [null, {}, {}],
    ['logout', { endedAt: at(), endReason: 'logout' }, {}],
    ['refresh_reuse', { endedAt: at(), endReason: 'refresh_reuse' }, { deletedAt: at() }],
    ['role_changed', {}, changed],
    ['role_changed', { credentialsVersion: 3 }, changed],
    ['deleted', {}, { deletedAt: at() }],
    ['suspended', {}, { isActive: false }],
    ['expired', { expiresAt: at(10) }, {}],
    [null, { expiresAt: at(11) }, {}],
    [null, { credentialsVersion: 2 }, changed],
  ])('is %s', (reason, ofSession, ofUser) => {
    expect(endReasonOf({ session: { ...session, ...ofSession }, user: { ...user, ...ofUser } }, at(10))).toBe(reason);
  });
});

describe('roles', () => {
  it('have levels, strictly ordered', () => {
    expect(roles.map(levelOf)).toEqual([100, 80, 60, 40, 10]);
    expect(rolesBelow('moderator')).toEqual(['user', 'guest']);
    expect(isBelow('admin', 'admin')).toBe(false);
    expect([isRole('constructor'), isRole('king'), isRole(7)]).toEqual([false, false, false]);
    expect(levelOf('king')).toBe(0);
  });

  it('that are none may do nothing', () => {
    for (const action of Object.keys(matrix) as (keyof typeof matrix)[]) {
      for (const role of ['king', '', 'constructor', '__proto__', 'toString'])
        expect(scopesOf(role, action)).toEqual([]);
      expect(isPermitted('king', action)).toBe(false);
    }
  });
});
