import type { Role } from '@janus/access';
import { isBelow, levelOf, scopesOf } from '@janus/access';
import type { PolicyActor, PolicyTarget } from './can-manage-user.js';
import { canManageUser } from './can-manage-user.js';
import type { Decision } from './decision.js';
import { allowed, refused } from './decision.js';

export interface RoleTarget extends PolicyTarget {
  readonly emailVerified: boolean;
}

/** The numbers go on from the eight rules of `canManageUser`. */
export const roleRule = 9;
const verifiedRule = 10;

/**
 * Whether the actor may give the target this role. The same role again is allowed and changes nothing.
 * @param requireVerified whether this service requires verified addresses
 */
export function canChangeRole(
  actor: PolicyActor,
  target: RoleTarget | null,
  role: Role,
  requireVerified: boolean,
): Decision {
  const decision = canManageUser(actor, 'users:change-role', target);
  if (!decision.allowed || !target || target.role === role) return decision;
  if (!canGiveRole(actor, role)) return refused('ROLE_NOT_BELOW', roleRule);
  const isRaised = levelOf(role) >= levelOf('moderator') && isBelow(target.role, role);
  return isRaised && requireVerified && !target.emailVerified
    ? refused('ROLE_NEEDS_VERIFIED_EMAIL', verifiedRule)
    : allowed;
}

/** Whether the actor may give this role to anybody, at creation too. */
export function canGiveRole(actor: PolicyActor, role: Role): boolean {
  return scopesOf(actor.role, 'users:change-role').includes('any') || isBelow(role, actor.role);
}
