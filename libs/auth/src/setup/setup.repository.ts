/** The one marker record of the first super admin. */
export interface SetupState {
  /** `digestOf` the setup token in force; null if none was made. */
  readonly tokenDigest: string | null;
  readonly tokenExpiresAt: Date | null;
  /** The id that the first super admin has, or will have; null while nobody has claimed the place. */
  readonly claimedBy: string | null;
  readonly claimedAt: Date | null;
}

export abstract class SetupRepository {
  /** The record; all null before anything was written. */
  abstract read(): Promise<SetupState>;

  /** Puts a new setup token in force; the older one is void. */
  abstract putToken(tokenDigest: string, expiresAt: Date): Promise<void>;

  /** Claims the place of the first super admin for an id, for good. @returns false if one holds it: of several callers exactly one gets true */
  abstract claim(userId: string, now: Date): Promise<boolean>;
}
