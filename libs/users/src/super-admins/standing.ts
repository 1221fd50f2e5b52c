import type { Action, Role } from '@janus/access';
import type { UserFilter } from '../users.repository.js';

/** What decides whether somebody counts as a super admin who can act. */
export interface Standing {
  readonly role: Role;
  readonly isActive: boolean;
  readonly deletedAt: Date | null;
}

/** How somebody stands once the action is done to them. @param role the new one, of `users:change-role`; null leaves it */
export function standingAfter(action: Action, before: Standing, role: Role | null, now: Date): Standing {
  switch (action) {
    case 'users:change-role':
      return { ...before, role: role ?? before.role };
    case 'users:suspend':
    case 'users:unsuspend':
      return { ...before, isActive: action === 'users:unsuspend' };
    case 'users:delete':
    case 'profile:delete':
      return { ...before, deletedAt: now };
    case 'users:restore':
      return { ...before, deletedAt: null };
    default:
      return before;
  }
}

export function isSameStanding(a: Standing, b: Standing): boolean {
  return a.role === b.role && a.isActive === b.isActive && (a.deletedAt === null) === (b.deletedAt === null);
}

/** Whether the last super admin might go with this change. */
export function isRemoval(before: Standing, after: Standing): boolean {
  return isActingSuperAdmin(before) && !isActingSuperAdmin(after);
}

export function isActingSuperAdmin({ role, isActive, deletedAt }: Standing): boolean {
  return role === 'super_admin' && isActive && deletedAt === null;
}

/** The same, asked of a list. */
export const actingSuperAdmins: UserFilter = {
  roles: ['super_admin'],
  isActive: true,
  emailVerified: null,
  includeDeleted: false,
  prefix: null,
};
