/** How often somebody has guessed a secret of one account without success, whether or not there is such an account. */
export interface AttemptCount {
  /** Names what is guessed and from where it is counted; a digest, for an address must not be stored for who has no account. */
  readonly key: string;
  /** Names the account alone: all of its counts are cleared together. */
  readonly account: string;
  /** Attempts since the last success, those under way included; 0 after the only one was given back. */
  readonly failures: number;
  /** No attempt is looked at before this instant; null: the next one may come at once. */
  readonly lockedUntil: Date | null;
  /** When the count is forgotten. */
  readonly expiresAt: Date;
}

/** Counts of failed attempts (OWASP ASVS 6.3.1). Counted before the check, so that parallel guesses cannot walk past. */
export abstract class AttemptsRepository {
  /** The count of this key, forgotten or not; null if there is none. */
  abstract find(key: string): Promise<AttemptCount | null>;

  /**
   * Counts one attempt.
   * @param seen the failures that the caller has read and counted on from; null if there was no count
   * @returns false if the count is another one by now, or is locked at `now`: of several callers who saw the same exactly one gets true
   */
  abstract count(next: AttemptCount, seen: number | null, now: Date): Promise<boolean>;

  /** Puts off the forgetting; the same work as counting, for attempts that are refused. @returns false if there is no such count */
  abstract extend(key: string, expiresAt: Date): Promise<boolean>;

  /**
   * Takes one attempt back that was never looked at.
   * @returns false if the failures are not the given ones any more: others have counted on
   */
  abstract giveBack(key: string, failures: number): Promise<boolean>;

  /** Forgets one count, after a success. @returns whether there was one */
  abstract clear(key: string): Promise<boolean>;

  /** Forgets every count of an account. @returns how many there were */
  abstract clearAccount(account: string): Promise<number>;

  /** Deletes up to `limit` counts that were to be forgotten before the instant. Tidying only. @returns how many */
  abstract sweep(before: Date, limit: number): Promise<number>;
}
