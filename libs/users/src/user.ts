import type { Role, User } from '@janus/access';

export type { User } from '@janus/access';

/** The four fields that a user may edit. A change always states all of them. */
export interface Profile {
  readonly displayName: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly locale: string | null;
}

/** A user to be stored for the first time. */
export interface NewUser extends Profile {
  readonly id: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly role: Role;
  /** PHC string, or null for a user who has been invited and has no password yet. */
  readonly passwordHash: string | null;
  readonly createdAt: Date;
}

/** The user as it is right after `insert`. */
export function freshUser(user: NewUser): User {
  const { passwordHash: _, ...fields } = user;
  return {
    ...fields,
    isActive: true,
    updatedAt: user.createdAt,
    lastLoginAt: null,
    deletedAt: null,
    version: 1,
    credentialsVersion: 1,
    credentialsEndReason: null,
    credentialsChangedAt: null,
  };
}
