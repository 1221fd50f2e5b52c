import type { Role } from './roles.js';
import { roles } from './roles.js';

/** How far a permission reaches: everybody, those whose level is strictly lower, oneself. None: an empty cell. */
export type Scope = 'any' | 'below' | 'self';

type Row = Readonly<Record<Role, readonly Scope[]>>;

const any: readonly Scope[] = ['any'];
const below: readonly Scope[] = ['below'];
const self: readonly Scope[] = ['self'];
const belowAndSelf: readonly Scope[] = ['below', 'self'];
const none: readonly Scope[] = [];

function row(
  ...cells: [readonly Scope[], readonly Scope[], readonly Scope[], readonly Scope[], readonly Scope[]]
): Row {
  return Object.fromEntries(roles.map((role, column) => [role, cells[column]])) as unknown as Row;
}

/** Who may do what: the guards, the policy and the OpenAPI document read it. Columns: super_admin, admin, moderator, user, guest. */
export const matrix = {
  'profile:read': row(self, self, self, self, self),
  'profile:update': row(self, self, self, self, none),
  'profile:delete': row(self, self, self, self, self),
  'password:change': row(self, self, self, self, self),
  'sessions:list': row(any, belowAndSelf, self, self, self),
  'sessions:revoke': row(any, belowAndSelf, belowAndSelf, self, self),
  'users:list': row(any, any, below, none, none),
  'users:read': row(any, any, belowAndSelf, self, self),
  'users:create': row(any, below, none, none, none),
  'users:update': row(any, belowAndSelf, self, self, none),
  'users:suspend': row(any, below, below, none, none),
  'users:unsuspend': row(any, below, none, none, none),
  'users:unlock': row(any, below, below, none, none),
  'users:delete': row(any, below, none, none, none),
  'users:restore': row(any, below, none, none, none),
  'users:change-role': row(any, below, none, none, none),
  'audit:read': row(any, any, belowAndSelf, self, none),
  'health:details': row(any, any, none, none, none),
} as const satisfies Record<string, Row>;

export type Action = keyof typeof matrix;

/** The cell of a role; empty for a text that is no role. */
export function scopesOf(role: string, action: Action): readonly Scope[] {
  const cells: Readonly<Record<string, readonly Scope[]>> = matrix[action];
  return Object.hasOwn(cells, role) ? (cells[role] ?? none) : none;
}

/** Whether the role may use the action at all, before any target is looked at. */
export function isPermitted(role: string, action: Action): boolean {
  return scopesOf(role, action).length > 0;
}
