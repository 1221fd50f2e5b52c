/** The answer that is kept for a key (draft-ietf-httpapi-idempotency-key-header). Secrets have been taken out of it. */
export interface KeptAnswer {
  readonly status: number;
  /** JSON text of the body. */
  readonly body: string;
  /** `Location` and `ETag` if the answer had them. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface IdempotencyRecord {
  /** Digest of route, caller and key. */
  readonly id: string;
  /** Keyed digest of the request's body. */
  readonly requestDigest: string;
  readonly claimedAt: Date;
  readonly expiresAt: Date;
  /** Null while the first request still runs. */
  readonly answer: KeptAnswer | null;
}

export abstract class IdempotencyRepository {
  /**
   * Takes the key if it is free, expired, or claimed before `staleBefore` without an answer (its holder died).
   * @returns null if this caller holds the key now, else the record of whoever holds it. Of several callers exactly one gets null
   */
  abstract claim(record: Omit<IdempotencyRecord, 'answer'>, staleBefore: Date): Promise<IdempotencyRecord | null>;

  /** Keeps the answer. @param claimedAt of the caller's own claim. @returns false if the claim was lost meanwhile */
  abstract complete(id: string, claimedAt: Date, answer: KeptAnswer): Promise<boolean>;

  /** Frees the key after a request that did not succeed. @returns false if the claim was lost meanwhile */
  abstract release(id: string, claimedAt: Date): Promise<boolean>;

  /** Deletes up to `limit` records that expired before the instant. Tidying only. @returns how many */
  abstract sweep(before: Date, limit: number): Promise<number>;
}
