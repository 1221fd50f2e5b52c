/** The guard record as it stands. */
export interface SuperAdminTally {
  /** How many active, not deleted super admins are vouched for: never more than there are. */
  readonly n: number;
  /** Raised when a recount begins and when it ends: what was begun under another epoch counts no more. */
  readonly epoch: number;
}

/**
 * The guard record of the last super admin: how many active, not deleted super admins there are. It starts at 0. Removing one is
 * counted before the user is written, adding one after, so a crash leaves the count too low, the safe side. Whoever counts names
 * the epoch that was read before the user is written, so that a recount never sums up what it has counted itself.
 */
export abstract class SuperAdminCount {
  abstract read(): Promise<SuperAdminTally>;

  /** Takes one away if another remains. @returns false if this would be the last one, or the epoch is over; nothing was written then */
  abstract removeOne(epoch: number): Promise<boolean>;

  /**
   * Counts one more: a new, promoted, restored or unsuspended super admin, or a removal that did not take place.
   * @returns false if the epoch is over; nothing was written then, and the recount has seen the user or left it out
   */
  abstract addOne(epoch: number): Promise<boolean>;

  /** Sets the count to 0 and begins the next epoch: nobody can be removed until it ends. @returns false if the epoch is over: of several callers exactly one gets true */
  abstract beginRecount(epoch: number): Promise<boolean>;

  /**
   * Sets the count, if it still is the 0 that this epoch began with, and begins the next epoch.
   * @returns false if somebody has been counted meanwhile, or the epoch is over: of several callers exactly one gets true
   */
  abstract endRecount(epoch: number, n: number): Promise<boolean>;
}
