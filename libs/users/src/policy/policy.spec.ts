import type { Action, Role } from '@janus/access';
import { canChangeRole, canGiveRole } from './can-change-role.js';
import { canCreateUser } from './can-create-user.js';
import { canManageUser, canUse } from './can-manage-user.js';
import { enforce, refused } from './decision.js';

const actor = (role: Role) => ({ id: 'me', role });
const other = (role: Role, deleted = false) => ({
  id: 'other',
  role,
  deletedAt: deleted ? new Date() : null,
  emailVerified: false,
});
const self = (role: Role) => ({ ...other(role), id: 'me' });

// By hand, from the table of permissions: actor, action, target, outcome.
const others: readonly [Role, Action, Role, string][] = [
  ['super_admin', 'users:read', 'super_admin', 'ALLOWED'],
  ['super_admin', 'users:update', 'super_admin', 'ALLOWED'],
  ['super_admin', 'users:suspend', 'super_admin', 'ALLOWED'],
  ['super_admin', 'users:unsuspend', 'admin', 'ALLOWED'],
  ['super_admin', 'users:delete', 'super_admin', 'ALLOWED'],
  ['super_admin', 'users:restore', 'admin', 'ALLOWED'],
  ['super_admin', 'users:change-role', 'super_admin', 'ALLOWED'],
  ['admin', 'users:read', 'super_admin', 'ALLOWED'],
  ['admin', 'users:read', 'admin', 'ALLOWED'],
  ['admin', 'users:update', 'super_admin', 'TARGET_NOT_BELOW'],
  ['admin', 'users:update', 'admin', 'TARGET_NOT_BELOW'],
  ['admin', 'users:update', 'moderator', 'ALLOWED'],
  ['admin', 'users:suspend', 'admin', 'TARGET_NOT_BELOW'],
  ['admin', 'users:suspend', 'moderator', 'ALLOWED'],
  ['admin', 'users:unsuspend', 'super_admin', 'TARGET_NOT_BELOW'],
  ['admin', 'users:unsuspend', 'user', 'ALLOWED'],
  ['admin', 'users:delete', 'admin', 'TARGET_NOT_BELOW'],
  ['admin', 'users:delete', 'guest', 'ALLOWED'],
  ['admin', 'users:restore', 'admin', 'TARGET_NOT_BELOW'],
  ['admin', 'users:restore', 'user', 'ALLOWED'],
  ['admin', 'users:change-role', 'admin', 'TARGET_NOT_BELOW'],
  ['admin', 'users:change-role', 'user', 'ALLOWED'],
  ['moderator', 'users:read', 'super_admin', 'USER_NOT_FOUND'],
  ['moderator', 'users:read', 'moderator', 'USER_NOT_FOUND'],
  ['moderator', 'users:read', 'user', 'ALLOWED'],
  ['moderator', 'users:update', 'user', 'NO_PERMISSION'],
  ['moderator', 'users:unlock', 'user', 'ALLOWED'],
  ['moderator', 'sessions:list', 'user', 'NO_PERMISSION'],
  ['moderator', 'sessions:revoke', 'user', 'ALLOWED'],
  ['moderator', 'authz:explain', 'user', 'NO_PERMISSION'],
  ['admin', 'authz:explain', 'admin', 'TARGET_NOT_BELOW'],
  ['admin', 'authz:explain', 'moderator', 'ALLOWED'],
  ['super_admin', 'authz:explain', 'super_admin', 'ALLOWED'],
  ['moderator', 'users:suspend', 'user', 'ALLOWED'],
  ['moderator', 'users:suspend', 'guest', 'ALLOWED'],
  ['moderator', 'users:suspend', 'moderator', 'USER_NOT_FOUND'],
  ['moderator', 'users:suspend', 'admin', 'USER_NOT_FOUND'],
  ['moderator', 'users:unsuspend', 'user', 'NO_PERMISSION'],
  ['moderator', 'users:delete', 'user', 'NO_PERMISSION'],
  ['moderator', 'users:restore', 'user', 'NO_PERMISSION'],
  ['moderator', 'users:change-role', 'guest', 'NO_PERMISSION'],
  ['user', 'users:read', 'guest', 'USER_NOT_FOUND'],
  ['user', 'users:read', 'user', 'USER_NOT_FOUND'],
  ['user', 'users:update', 'guest', 'USER_NOT_FOUND'],
  ['user', 'users:suspend', 'guest', 'NO_PERMISSION'],
  ['user', 'users:delete', 'guest', 'NO_PERMISSION'],
  ['guest', 'users:read', 'guest', 'USER_NOT_FOUND'],
  ['guest', 'users:update', 'guest', 'NO_PERMISSION'],
  ['guest', 'users:change-role', 'guest', 'NO_PERMISSION'],
];
const oneself: readonly [Role, Action, string][] = [
  ['super_admin', 'users:read', 'ALLOWED'],
  ['super_admin', 'users:update', 'ALLOWED'],
  ['super_admin', 'users:suspend', 'SELF_FORBIDDEN'],
  ['super_admin', 'users:unsuspend', 'SELF_FORBIDDEN'],
  ['super_admin', 'users:delete', 'SELF_FORBIDDEN'],
  ['super_admin', 'users:restore', 'SELF_FORBIDDEN'],
  ['super_admin', 'users:change-role', 'SELF_FORBIDDEN'],
  ['super_admin', 'users:unlock', 'SELF_FORBIDDEN'],
  ['super_admin', 'sessions:revoke', 'ALLOWED'],
  ['super_admin', 'authz:explain', 'ALLOWED'],
  ['admin', 'users:unlock', 'SELF_FORBIDDEN'],
  ['moderator', 'users:unlock', 'SELF_FORBIDDEN'],
  ['moderator', 'users:unsuspend', 'NO_PERMISSION'],
  ['admin', 'users:update', 'ALLOWED'],
  ['admin', 'users:suspend', 'SELF_FORBIDDEN'],
  ['admin', 'users:delete', 'SELF_FORBIDDEN'],
  ['moderator', 'users:read', 'ALLOWED'],
  ['moderator', 'users:update', 'ALLOWED'],
  ['moderator', 'users:suspend', 'SELF_FORBIDDEN'],
  ['moderator', 'users:delete', 'NO_PERMISSION'],
  ['user', 'users:read', 'ALLOWED'],
  ['user', 'users:update', 'ALLOWED'],
  ['user', 'profile:update', 'ALLOWED'],
  ['user', 'profile:delete', 'ALLOWED'],
  ['user', 'users:suspend', 'NO_PERMISSION'],
  ['guest', 'users:read', 'ALLOWED'],
  ['guest', 'users:update', 'NO_PERMISSION'],
  ['guest', 'profile:update', 'NO_PERMISSION'],
  ['guest', 'profile:delete', 'ALLOWED'],
];

describe('canManageUser', () => {
  it.each(others)('%s %s %s: %s', (role, action, target, outcome) => {
    expect(canManageUser(actor(role), action, other(target)).reason).toBe(outcome);
  });

  it.each(oneself)('%s %s oneself: %s', (role, action, outcome) => {
    expect(canManageUser(actor(role), action, self(role)).reason).toBe(outcome);
  });

  it('tells of nobody who is not there, and first of the role alone', () => {
    expect(canManageUser(actor('admin'), 'users:delete', null)).toEqual(refused('USER_NOT_FOUND', 2));
    expect(canManageUser(actor('user'), 'users:delete', null)).toEqual(refused('NO_PERMISSION', 1));
  });

  it('lets the deleted be read and restored, by who reads anybody', () => {
    expect(canManageUser(actor('admin'), 'users:read', other('user', true)).reason).toBe('ALLOWED');
    expect(canManageUser(actor('admin'), 'users:restore', other('user', true)).reason).toBe('ALLOWED');
    expect(canManageUser(actor('admin'), 'authz:explain', other('user', true)).reason).toBe('ALLOWED');
    for (const action of [
      'sessions:list',
      'sessions:revoke',
      'users:unlock',
      'users:update',
      'users:suspend',
      'users:unsuspend',
      'users:delete',
      'users:change-role',
    ] as const) {
      expect(canManageUser(actor('admin'), action, other('user', true))).toEqual(refused('TARGET_STATE', 6));
    }
    expect(canManageUser(actor('admin'), 'users:suspend', other('admin', true)).reason).toBe('TARGET_NOT_BELOW');
    expect(canManageUser(actor('moderator'), 'users:suspend', other('user', true)).reason).toBe('USER_NOT_FOUND');
  });

  it('turns a refusal into the problem of its name', () => {
    expect(() => enforce(refused('SELF_FORBIDDEN', 4))).toThrow(
      expect.objectContaining({ type: expect.objectContaining({ status: 403 }) }),
    );
  });
});

describe('what has no target', () => {
  it('is decided by the role alone', () => {
    expect(canUse(actor('moderator'), 'users:list').reason).toBe('ALLOWED');
    expect(canUse(actor('user'), 'users:list')).toEqual(refused('NO_PERMISSION', 1));
  });

  it('or by the role to be given', () => {
    expect(canCreateUser(actor('super_admin'), 'super_admin').reason).toBe('ALLOWED');
    expect(canCreateUser(actor('admin'), null).reason).toBe('ALLOWED');
    expect(canCreateUser(actor('admin'), 'admin')).toEqual(refused('ROLE_NOT_BELOW', 9));
    expect(canCreateUser(actor('moderator'), 'guest')).toEqual(refused('NO_PERMISSION', 1));
  });
});

describe('canChangeRole', () => {
  it.each<[Role, Role, Role, boolean, string]>([
    ['super_admin', 'user', 'super_admin', false, 'ALLOWED'],
    ['super_admin', 'super_admin', 'guest', false, 'ALLOWED'],
    ['admin', 'user', 'moderator', false, 'ALLOWED'],
    ['admin', 'moderator', 'guest', false, 'ALLOWED'],
    ['admin', 'user', 'admin', false, 'ROLE_NOT_BELOW'],
    ['admin', 'user', 'super_admin', false, 'ROLE_NOT_BELOW'],
    ['admin', 'admin', 'user', false, 'TARGET_NOT_BELOW'],
    ['admin', 'moderator', 'moderator', true, 'ALLOWED'],
    ['admin', 'user', 'moderator', true, 'ROLE_NEEDS_VERIFIED_EMAIL'],
    ['super_admin', 'moderator', 'admin', true, 'ROLE_NEEDS_VERIFIED_EMAIL'],
    ['super_admin', 'admin', 'moderator', true, 'ALLOWED'],
    ['super_admin', 'guest', 'user', true, 'ALLOWED'],
    ['moderator', 'user', 'guest', false, 'NO_PERMISSION'],
  ])('%s makes %s a %s (verification required: %s): %s', (role, target, wanted, isRequired, outcome) => {
    expect(canChangeRole(actor(role), other(target), wanted, isRequired).reason).toBe(outcome);
  });

  it('asks for no verification of who has it', () => {
    expect(canChangeRole(actor('admin'), { ...other('user'), emailVerified: true }, 'moderator', true).allowed).toBe(
      true,
    );
    expect([canGiveRole(actor('admin'), 'admin'), canGiveRole(actor('super_admin'), 'super_admin')]).toEqual([
      false,
      true,
    ]);
  });
});
