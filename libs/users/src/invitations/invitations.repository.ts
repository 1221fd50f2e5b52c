/** A one-time link with which an invited user chooses the first password. */
export interface Invitation {
  /** The invited user; there is one invitation a user at most, and a newer one replaces the older. */
  readonly userId: string;
  /** `digestOf` the token. */
  readonly tokenDigest: string;
  /** Whether it was mailed: then whoever has it has the mailbox, too. */
  readonly verifiesEmail: boolean;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export abstract class InvitationsRepository {
  /** Stores the invitation of its user and voids the older one, in one write. */
  abstract put(invitation: Invitation): Promise<void>;

  /** The invitation with this digest, expired or not; null if unknown, replaced or used. */
  abstract findByDigest(tokenDigest: string): Promise<Invitation | null>;

  /** Uses it up. @returns whether it was there: of several callers exactly one gets true */
  abstract remove(userId: string, tokenDigest: string): Promise<boolean>;

  /** Deletes up to `limit` invitations that expired before the instant. Tidying only. @returns how many */
  abstract sweep(before: Date, limit: number): Promise<number>;
}
