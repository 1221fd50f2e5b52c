/** The roles and their levels; gaps are left for later roles. A higher level may manage a strictly lower one. */
export const roleLevels = {
  super_admin: 100,
  admin: 80,
  moderator: 60,
  user: 40,
  guest: 10,
} as const;

export type Role = keyof typeof roleLevels;

export const roles = Object.keys(roleLevels) as readonly Role[];

export function isRole(value: unknown): value is Role {
  return typeof value === 'string' && Object.hasOwn(roleLevels, value);
}

/** The level of a role; 0 for a text that is none, so that a broken row is below everybody. */
export function levelOf(role: string): number {
  return isRole(role) ? roleLevels[role] : 0;
}

export function isBelow(role: string, other: string): boolean {
  return levelOf(role) < levelOf(other);
}

/** The roles whose level is strictly lower than that of `role`. */
export function rolesBelow(role: Role): Role[] {
  return roles.filter((other) => isBelow(other, role));
}
