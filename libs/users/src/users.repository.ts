import type { Role, User } from '@janus/access';
import type { NewUser, Profile } from './user.js';

export type UserSortField = 'createdAt' | 'email' | 'lastLoginAt';

/** Which users a list holds. Null means "do not ask". */
export interface UserFilter {
  /** Any of these roles. */
  readonly roles: readonly Role[] | null;
  readonly isActive: boolean | null;
  readonly emailVerified: boolean | null;
  /** False: deleted users are left out. */
  readonly includeDeleted: boolean;
  /** Literal prefix, already folded by `foldCase`, of displayName or, if `email` is true, of the address too. */
  readonly prefix: { readonly text: string; readonly email: boolean } | null;
}

/** Where the previous page ended: the last user's sort value and id. */
export interface UserPosition {
  readonly value: Date | string | null;
  readonly id: string;
}

export interface UserPageQuery {
  readonly filter: UserFilter;
  readonly sort: UserSortField;
  /** Ties are ordered by id in the same direction; null values come last in both directions. Text sorts by code point. */
  readonly descending: boolean;
  readonly after: UserPosition | null;
  /** At most so many users, 1 or more. */
  readonly limit: number;
}

/**
 * Users, deleted ones included. Every transition names the version it starts from and reports whether it won: false means
 * that the user does not exist or has another version by now, and nothing was written. A transition that wins raises
 * `version` by one and sets `updatedAt`. Ids must be valid (TypeError otherwise).
 */
export abstract class UsersRepository {
  /** Stores a user as `freshUser` describes. @throws Problem EMAIL_TAKEN if the address belongs to anyone, deleted ones included */
  abstract insert(user: NewUser): Promise<void>;

  /** The user in whatever state, or null. */
  abstract findById(id: string): Promise<User | null>;

  /** One page in the order asked for; fewer than `limit` means that it is the last one. */
  abstract list(query: UserPageQuery): Promise<User[]>;

  /** How many users the filter lets through. Costs a scan: only when a client asks for it. */
  abstract count(filter: UserFilter): Promise<number>;

  abstract updateProfile(id: string, version: number, profile: Profile, now: Date): Promise<boolean>;

  /** @param endSessions a demotion: raises `credentialsVersion` with the reason `role_changed` in the same write */
  abstract changeRole(id: string, version: number, role: Role, endSessions: boolean, now: Date): Promise<boolean>;

  /** Suspending raises `credentialsVersion` with the reason `suspended` in the same write; unsuspending does not. */
  abstract setActive(id: string, version: number, isActive: boolean, now: Date): Promise<boolean>;

  /** Soft-deletes (`deletedAt` = now) or restores (null). Deleting raises `credentialsVersion` with the reason `deleted`. */
  abstract setDeleted(id: string, version: number, isDeleted: boolean, now: Date): Promise<boolean>;

  /** Makes the user an active, not deleted super admin with a verified address, in one write. */
  abstract reinstate(id: string, version: number, now: Date): Promise<boolean>;
}
