import type { EndReason, User } from '@janus/access';

/** A user with what a sign-in is checked against. Never leaves the service. */
export interface Credentials {
  readonly user: User;
  /** PHC string; null for who has no password yet. */
  readonly passwordHash: string | null;
}

/** The secrets of users, on the same records as UsersRepository. */
export abstract class CredentialsRepository {
  /** @param email normalised. @returns null if nobody has the address; deleted and suspended users are found */
  abstract findByEmail(email: string): Promise<Credentials | null>;

  abstract findByUserId(userId: string): Promise<Credentials | null>;

  /**
   * Sets the password of a user who has none, is active and not deleted. Raises `version`, not `credentialsVersion`.
   * @param verifiesEmail whether the address counts as verified from now on; false leaves it
   * @returns false if the user has a password by now, is suspended, deleted or unknown: of several callers exactly one gets true
   */
  abstract setFirstPassword(userId: string, passwordHash: string, verifiesEmail: boolean, now: Date): Promise<boolean>;

  /**
   * Notes that the user has the mailbox of this address. Raises `version`.
   * @returns false if it is noted already, the address is another one by now, or the user is deleted or unknown: of several callers
   * exactly one gets true
   */
  abstract verifyEmail(userId: string, email: string, now: Date): Promise<boolean>;

  /**
   * Gives the user another address, which counts as verified, and kills every session in the same write, with the reason
   * `email_changed`. Raises `version`, too.
   * @returns false if `credentialsVersion` is another one by now, or the user is suspended, deleted or unknown: of several callers
   * exactly one gets true
   * @throws Problem EMAIL_TAKEN if the address belongs to anyone else, deleted ones included
   */
  abstract changeEmail(userId: string, credentialsVersion: number, email: string, now: Date): Promise<boolean>;

  /**
   * Sets another password and kills every session of the user in the same write, by raising `credentialsVersion` with the reason
   * `password_changed`; `version` stays.
   * @param oldHash the hash that the current password was checked against
   * @returns false if the hash or `credentialsVersion` is another one by now: of several callers exactly one gets true
   */
  abstract changePassword(
    userId: string,
    credentialsVersion: number,
    oldHash: string,
    newHash: string,
    now: Date,
  ): Promise<boolean>;

  /**
   * Sets a password without a look at the one before, for who has none, too, in whatever state the user is. Kills every session
   * in the same write, by raising `credentialsVersion` with the reason `password_reset`; `version` stays.
   * @returns false if `credentialsVersion` is another one by now, or nobody has the id: of several callers exactly one gets true
   */
  abstract resetPassword(userId: string, credentialsVersion: number, passwordHash: string, now: Date): Promise<boolean>;

  /** Stores another hash of the same password; ends no session. @returns false if the stored hash is not `oldHash` any more */
  abstract replaceHash(userId: string, oldHash: string, newHash: string): Promise<boolean>;

  /** Notes a sign-in in `lastLoginAt`, never backwards, and leaves `version` and `updatedAt` alone. @returns false if no such user or a later sign-in is noted */
  abstract recordSignIn(userId: string, now: Date): Promise<boolean>;

  /**
   * Kills every session of the user in one write by raising `credentialsVersion`; `version` stays.
   * @returns false if `credentialsVersion` is not the given one any more: whoever raised it has killed them already
   */
  abstract endAllSessions(userId: string, credentialsVersion: number, reason: EndReason, now: Date): Promise<boolean>;
}
