import type { EndReason } from '@janus/access';

/** What the users' room needs of the sessions: tidying after a write that has already killed them. */
export abstract class UserSessions {
  /**
   * Marks the living sessions of a user as ended. Not needed for correctness: their `credentialsVersion` is stale already.
   * @param beforeCredentialsVersion only sessions made under a lower version end, so that a new sign-in is safe
   * @returns how many were marked
   */
  abstract endAllOf(userId: string, beforeCredentialsVersion: number, reason: EndReason, now: Date): Promise<number>;
}
