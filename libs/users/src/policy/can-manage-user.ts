import type { Action, Role, Scope } from '@janus/access';
import { isBelow, isPermitted, scopesOf } from '@janus/access';
import type { Decision } from './decision.js';
import { allowed, refused } from './decision.js';

export interface PolicyActor {
  readonly id: string;
  readonly role: Role;
}

export interface PolicyTarget {
  readonly id: string;
  readonly role: Role;
  readonly deletedAt: Date | null;
}

const neverOnOneself: readonly Action[] = [
  'users:change-role',
  'users:suspend',
  'users:unsuspend',
  'users:unlock',
  'users:restore',
  'users:delete',
];
// Asking about the deleted is reading: the answer is that they cannot call.
const fineOnDeleted: readonly Action[] = ['users:read', 'users:restore', 'authz:explain'];

/**
 * Whether the actor may do this to the target. The first rule that fails decides, in this order: 1 the cell is empty,
 * 2 the target cannot be seen, 3 and 4 oneself, 5 levels, 6 the target's state. Rule 7, the last super admin, is decided by the
 * guard record when the change is written.
 * @param target null if there is no such user
 */
export function canManageUser(actor: PolicyActor, action: Action, target: PolicyTarget | null): Decision {
  const byRole = canUse(actor, action);
  if (!byRole.allowed) return byRole;
  const scopes = scopesOf(actor.role, action);
  if (!target || !canRead(actor, target)) return refused('USER_NOT_FOUND', 2);
  const isSelf = actor.id === target.id;
  if (isOnly(scopes, 'self') && !isSelf) return refused('NO_PERMISSION', 3);
  if (isSelf && (neverOnOneself.includes(action) || isOnly(scopes, 'below'))) return refused('SELF_FORBIDDEN', 4);
  if (!reaches(scopes, actor, target)) return refused('TARGET_NOT_BELOW', 5);
  if (target.deletedAt && !fineOnDeleted.includes(action)) return refused('TARGET_STATE', 6);
  return allowed;
}

/** Rule 1: whether the actor's role may do this at all, before anybody is looked at. */
export function canUse(actor: Pick<PolicyActor, 'role'>, action: Action): Decision {
  return isPermitted(actor.role, action) ? allowed : refused('NO_PERMISSION', 1);
}

/** Whether the actor learns that the target exists. Deleted users exist only for those who read anybody. */
function canRead(actor: PolicyActor, target: PolicyTarget): boolean {
  const scopes = scopesOf(actor.role, 'users:read');
  return target.deletedAt ? scopes.includes('any') : reaches(scopes, actor, target);
}

function reaches(scopes: readonly Scope[], actor: PolicyActor, target: PolicyTarget): boolean {
  return (
    scopes.includes('any') ||
    (scopes.includes('self') && actor.id === target.id) ||
    (scopes.includes('below') && isBelow(target.role, actor.role))
  );
}

function isOnly(scopes: readonly Scope[], scope: Scope): boolean {
  return scopes.every((other) => other === scope);
}
