import type { Action, Role } from '@janus/access';
import { matrix } from '@janus/access';

export type State = 'active' | 'suspended' | 'deleted';

/** Somebody in a try. */
export interface Figure {
  readonly id: string;
  readonly role: Role;
  readonly state: State;
}

export interface Verdict {
  readonly reason: string;
  readonly rule: number;
}

export const statusOf: Readonly<Record<string, number>> = {
  NO_PERMISSION: 403,
  USER_NOT_FOUND: 404,
  SELF_FORBIDDEN: 403,
  TARGET_NOT_BELOW: 403,
  TARGET_STATE: 409,
  LAST_SUPER_ADMIN: 409,
  ROLE_NOT_BELOW: 403,
};

const levels: Readonly<Record<Role, number>> = { super_admin: 100, admin: 80, moderator: 60, user: 40, guest: 10 };
const notOnOneself = /^users:(?:change-role|suspend|unsuspend|unlock|restore|delete)$/;
const onTheDeleted = /^(?:users:read|users:restore|authz:explain)$/;

/**
 * What the page of permissions says of a try, read from the datum alone and in a way of its own: a list of the rules in their
 * order, the first that fails decides.
 * @param newRole of a change of role
 */
export function expectedOf(actor: Figure, action: Action, target: Figure | null, newRole: Role | null): Verdict {
  const cell: readonly string[] = matrix[action].cells[actor.role];
  const reading: readonly string[] = matrix['users:read'].cells[actor.role];
  const isSelf = target?.id === actor.id;
  const isLower = target !== null && levels[target.role] < levels[actor.role];
  const words = (list: readonly string[]) => list.toSorted().join();
  const sees =
    target !== null &&
    (target.state === 'deleted'
      ? reading.includes('any')
      : reading.includes('any') || (isLower && reading.includes('below')) || (isSelf && reading.includes('self')));
  const refusals: readonly [number, string, boolean][] = [
    [1, 'NO_PERMISSION', cell.length === 0],
    [2, 'USER_NOT_FOUND', !sees],
    [3, 'NO_PERMISSION', words(cell) === 'self' && !isSelf],
    [4, 'SELF_FORBIDDEN', isSelf && (notOnOneself.test(action) || words(cell) === 'below')],
    [5, 'TARGET_NOT_BELOW', !cell.includes('any') && !isSelf && !isLower],
    [6, 'TARGET_STATE', target?.state === 'deleted' && !onTheDeleted.test(action)],
    [9, 'ROLE_NOT_BELOW', newRole !== null && newRole !== target?.role && !mayGive(actor.role, newRole)],
  ];
  const [rule, reason] = refusals.find(([, , fails]) => fails) ?? [0, 'ALLOWED'];
  return { reason, rule };
}

/** The same for what is done to nobody. @param newRole of the user to be created */
export function expectedWithoutTarget(actor: Role, action: Action, newRole: Role | null): Verdict {
  if (matrix[action].cells[actor].length === 0) return { reason: 'NO_PERMISSION', rule: 1 };
  if (newRole !== null && !mayGive(actor, newRole)) return { reason: 'ROLE_NOT_BELOW', rule: 9 };
  return { reason: 'ALLOWED', rule: 0 };
}

function mayGive(actor: Role, role: Role): boolean {
  return actor === 'super_admin' || levels[role] < levels[actor];
}
