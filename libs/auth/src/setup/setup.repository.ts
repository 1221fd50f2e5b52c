/** The one marker record of the first super admin. */
export interface SetupState {
  /** `digestOf` the setup token in force; null if none was made. */
  readonly tokenDigest: string | null;
  readonly tokenExpiresAt: Date | null;
  /** The id of the user who is, or is about to become, the first super admin; null while nobody has claimed the place. */
  readonly claimedBy: string | null;
  readonly claimedAt: Date | null;
}

export abstract class SetupRepository {
  /** The record; all null before anything was written. */
  abstract read(): Promise<SetupState>;

  /** Puts a new setup token in force; the older one is void. */
  abstract putToken(tokenDigest: string, expiresAt: Date): Promise<void>;

  /**
   * Claims the place of the first super admin for a user who is about to be stored.
   * @param abandonedBy the holder of a claim that never led to a user, who may be replaced; null if the place must be free
   * @returns false if somebody else holds it: of several callers exactly one gets true
   */
  abstract claim(userId: string, abandonedBy: string | null, now: Date): Promise<boolean>;

  /** Gives the place back after the user could not be stored. @returns false if this user did not hold it */
  abstract release(userId: string): Promise<boolean>;
}
