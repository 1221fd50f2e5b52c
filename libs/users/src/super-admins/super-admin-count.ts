/**
 * The guard record of the last super admin: how many active, not deleted super admins there are. It starts at 0. Removing one is
 * counted before the user is written, adding one after, so a crash leaves the count too low, the safe side.
 */
export abstract class SuperAdminCount {
  /** Takes one away if another remains. @returns false if this would be the last one; nothing was written then */
  abstract removeOne(): Promise<boolean>;

  /** Counts one more: a new, promoted, restored or unsuspended super admin, or a removal that did not take place. */
  abstract addOne(): Promise<void>;

  /** The count as it stands. */
  abstract read(): Promise<number>;
}
