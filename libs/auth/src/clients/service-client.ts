/** A service that may ask about tokens: its credential is the id and a secret of which only the digest is kept. */
export interface ServiceClient {
  readonly id: string;
  /** For people; several clients may have the same, for instance while a secret is exchanged. */
  readonly name: string;
  /** `digestOf` the secret. */
  readonly secretDigest: string;
  readonly createdAt: Date;
  /** Not earlier than an hour before its last use; null if it was never used. */
  readonly lastUsedAt: Date | null;
  /** When an operator took it back, for good; null if nobody did. */
  readonly revokedAt: Date | null;
}
