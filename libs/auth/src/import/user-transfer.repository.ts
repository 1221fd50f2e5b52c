import type { NewUser } from '@janus/users';
import type { Credentials } from '../passwords/credentials.repository.js';

/** A user that comes from elsewhere: `freshUser` but for its state. */
export interface ImportedUser extends NewUser {
  readonly isActive: boolean;
  readonly deletedAt: Date | null;
}

/** Why a user of a batch was not stored: another user, or the same one, has the address or the id already. */
export interface Conflict {
  /** The id that was to be stored. */
  readonly id: string;
  readonly taken: 'email' | 'id';
  /** Whether the stored user has both the id and the address. */
  readonly isSame: boolean;
}

/** Users by the hundred, on the same records as UsersRepository. */
export abstract class UserTransferRepository {
  /**
   * Stores every user of the batch whose address and id are free, each exactly once, however many batches race for them. Who is
   * told no conflict has been stored by this very call. After DATABASE_UNAVAILABLE any part of the batch may be stored.
   * @param users with ids and addresses that differ. An address that is taken is told before an id that is
   */
  abstract insertMany(users: readonly ImportedUser[]): Promise<Conflict[]>;

  /** The users who have one of these ids or addresses, deleted ones included, in no particular order. */
  abstract findAny(keys: UserKeys): Promise<UserKey[]>;

  /** One page in the order of ids, fewer than `limit` if it is the last one. @param afterId null for the first page */
  abstract page(afterId: string | null, limit: number, includeDeleted: boolean): Promise<Credentials[]>;
}

export interface UserKeys {
  readonly ids: readonly string[];
  /** Normalised. */
  readonly emails: readonly string[];
}

export interface UserKey {
  readonly id: string;
  readonly email: string;
}

/** What `insertMany` says, given those who have the ids and addresses of the batch. */
export function conflictsOf(users: readonly ImportedUser[], found: readonly UserKey[]): Conflict[] {
  const byEmail = new Map(found.map((one) => [one.email, one.id]));
  const ids = new Set(found.map(({ id }) => id));
  return users.flatMap(({ id, email }): Conflict[] => {
    const owner = byEmail.get(email);
    if (owner !== undefined) return [{ id, taken: 'email', isSame: owner === id }];
    return ids.has(id) ? [{ id, taken: 'id', isSame: false }] : [];
  });
}
