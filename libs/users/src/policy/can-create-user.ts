import type { Role } from '@janus/access';
import { canGiveRole, roleRule } from './can-change-role.js';
import type { PolicyActor } from './can-manage-user.js';
import { canUse } from './can-manage-user.js';
import type { Decision } from './decision.js';
import { refused } from './decision.js';

/** Whether the actor may create a user with this role. @param role null asks before it is known */
export function canCreateUser(actor: PolicyActor, role: Role | null): Decision {
  const decision = canUse(actor, 'users:create');
  if (!decision.allowed || role === null || canGiveRole(actor, role)) return decision;
  return refused('ROLE_NOT_BELOW', roleRule);
}
