/** What a one-time link is for. A link for one purpose is good for no other. */
export const linkPurposes = ['verify-email', 'reset-password', 'confirm-email', 'undo-email'] as const;

export type LinkPurpose = (typeof linkPurposes)[number];

/** A one-time link that was mailed to somebody. */
export interface OneTimeLink {
  readonly userId: string;
  readonly purpose: LinkPurpose;
  /** A newer link in the same slot of a user voids the older: the purpose, and for `undo-email` the address that it gives back. */
  readonly slot: string;
  /** `digestOf` the token. */
  readonly tokenDigest: string;
  /** The address that it is about: it is good only together with that. */
  readonly email: string;
  /** The user's `credentialsVersion` when it was made. */
  readonly credentialsVersion: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export abstract class LinksRepository {
  /** Stores the link and voids the older one in its slot, in one write. */
  abstract put(link: OneTimeLink): Promise<void>;

  /** The link with this digest, expired or not; null if unknown, replaced or used. */
  abstract findByDigest(tokenDigest: string): Promise<OneTimeLink | null>;

  /** Uses it up. @returns whether it was there: of several callers exactly one gets true */
  abstract remove(userId: string, slot: string, tokenDigest: string): Promise<boolean>;

  /** Voids a user's links for a purpose that were made at or after the instant. @returns how many */
  abstract removeSince(userId: string, purpose: LinkPurpose, since: Date): Promise<number>;

  /** Deletes up to `limit` links that expired before the instant. Tidying only. @returns how many */
  abstract sweep(before: Date, limit: number): Promise<number>;
}
