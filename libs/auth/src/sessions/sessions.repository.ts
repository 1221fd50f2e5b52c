import type { EndReason, User } from '@janus/access';
import type { UserSessions } from '@janus/users';
import type { NewSession, Session } from './session.js';

/** The session with its user, as one read gives them. */
export interface SessionWithUser {
  readonly session: Session;
  readonly user: User;
}

/** One rotation: the secret that was presented goes, its successor comes. */
export interface Rotation {
  /** Digest of the secret that was presented; it must be the current one. */
  readonly presentedDigest: string;
  readonly nextDigest: string;
  readonly salt: string;
  readonly expiresAt: Date;
}

/** Sessions; ended ones stay until they are swept. Ids must be valid (TypeError otherwise). */
export abstract class SessionsRepository implements UserSessions {
  /** Stores a session as `freshSession` describes. */
  abstract insert(session: NewSession): Promise<void>;

  /** Session and user in one indexed read, whatever their state; null if there is no such session. */
  abstract findWithUser(id: string): Promise<SessionWithUser | null>;

  /**
   * Replaces the current secret in one guarded update of one row (RFC 9700 section 4.14.2). The predecessor's digest, the salt,
   * `rotatedAt` and `lastUsedAt` = now are written with it.
   * @returns whether this call won: false if another secret is current by now, or the session has ended or expires at or before `now`
   */
  abstract rotate(id: string, rotation: Rotation, now: Date): Promise<boolean>;

  /** Ends a living session. @returns false if it had ended before or does not exist: of several callers exactly one gets true */
  abstract end(id: string, reason: EndReason, now: Date): Promise<boolean>;

  abstract endAllOf(userId: string, beforeCredentialsVersion: number, reason: EndReason, now: Date): Promise<number>;

  /** The user's sessions that ended at or after the instant for one of the reasons, the latest end first, at most `limit`. */
  abstract listEndedSince(
    userId: string,
    since: Date,
    reasons: readonly EndReason[],
    limit: number,
  ): Promise<Session[]>;

  /** Deletes up to `limit` sessions that expired before the instant. Tidying only. @returns how many */
  abstract sweep(before: Date, limit: number): Promise<number>;
}
