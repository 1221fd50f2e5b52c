import type { Role } from './roles.js';
import { roles } from './roles.js';

/** How far a permission reaches: everybody, those whose level is strictly lower, oneself. None: an empty cell. */
export type Scope = 'any' | 'below' | 'self';

/** Whom an action is done to: a user, always oneself, or nobody in particular. */
export type Target = 'user' | 'oneself' | 'nobody';

export interface MatrixRow {
  /** For people: what it is, in a few words. */
  readonly title: string;
  readonly target: Target;
  readonly cells: Readonly<Record<Role, readonly Scope[]>>;
  /** Where the row takes effect, if no route is guarded by it. */
  readonly unguarded?: string;
}

type Cells = [readonly Scope[], readonly Scope[], readonly Scope[], readonly Scope[], readonly Scope[]];

const any: readonly Scope[] = ['any'];
const below: readonly Scope[] = ['below'];
const self: readonly Scope[] = ['self'];
const belowAndSelf: readonly Scope[] = ['below', 'self'];
const none: readonly Scope[] = [];

function row(target: Target, title: string, ...cells: Cells): MatrixRow {
  const byRole = Object.fromEntries(roles.map((role, column) => [role, cells[column]]));
  return { title, target, cells: byRole as unknown as MatrixRow['cells'] };
}

/**
 * Who may do what: the guards, the policy, the OpenAPI document, `GET /roles/matrix` and the pages of permissions read it, and
 * nothing else says it. Columns: super_admin, admin, moderator, user, guest.
 */
export const matrix = {
  'profile:read': row('oneself', 'Read one’s own account', self, self, self, self, self),
  'profile:update': row('oneself', 'Edit one’s own profile', self, self, self, self, none),
  'profile:delete': row('oneself', 'Delete one’s own account', self, self, self, self, self),
  'password:change': row('oneself', 'Change one’s own password', self, self, self, self, self),
  'email:change': row('oneself', 'Change one’s own address', self, self, self, self, self),
  'sessions:list': row('user', 'List sessions', any, belowAndSelf, self, self, self),
  'sessions:revoke': row('user', 'End sessions', any, belowAndSelf, belowAndSelf, self, self),
  'users:list': row('nobody', 'List users', any, any, below, none, none),
  'users:read': row('user', 'Read a user', any, any, belowAndSelf, self, self),
  'users:create': row('nobody', 'Create a user', any, below, none, none, none),
  'users:update': row('user', 'Edit a profile', any, belowAndSelf, self, self, none),
  'users:suspend': row('user', 'Suspend a user', any, below, below, none, none),
  'users:unsuspend': row('user', 'Lift a suspension', any, below, none, none, none),
  'users:unlock': row('user', 'Lift the lock after failed sign-ins', any, below, below, none, none),
  'users:send-password-reset': row('user', 'Send a password-reset mail', any, below, below, none, none),
  'users:delete': row('user', 'Delete a user', any, below, none, none, none),
  'users:restore': row('user', 'Restore a deleted user', any, below, none, none, none),
  'users:change-role': row('user', 'Change the role of a user', any, below, none, none, none),
  'roles:read': row('nobody', 'Read roles and permissions', any, any, any, self, self),
  'authz:explain': row('user', 'Ask what somebody may do, and why', any, belowAndSelf, self, self, self),
  'mail:read': row('nobody', 'Read the outbox', any, any, none, none, none),
  'mail:retry': row('nobody', 'Send a dead mail again', any, any, none, none, none),
  'audit:read': row('nobody', 'Read the audit log', any, any, belowAndSelf, self, none),
  'health:details': {
    ...row('nobody', 'See version, engine and pool of the service', any, any, none, none, none),
    unguarded: 'GET /health/ready is open to everybody and shows the details by it',
  },
} as const satisfies Record<string, MatrixRow>;

export type Action = keyof typeof matrix;

export const actions = Object.keys(matrix) as readonly Action[];

/** What the matrix says of an action. */
export function rowOf(action: Action): MatrixRow {
  return matrix[action];
}

/** The cell of a role; empty for a text that is no role. */
export function scopesOf(role: string, action: Action): readonly Scope[] {
  const cells: Readonly<Record<string, readonly Scope[]>> = matrix[action].cells;
  return Object.hasOwn(cells, role) ? (cells[role] ?? none) : none;
}

/** Whether the role may use the action at all, before any target is looked at. */
export function isPermitted(role: string, action: Action): boolean {
  return scopesOf(role, action).length > 0;
}
