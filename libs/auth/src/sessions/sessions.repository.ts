import type { EndReason, User } from '@janus/access';
import type { UserSessions } from '@janus/users';
import type { NewSession, Session } from './session.js';
import type { Origin } from './token-grant.js';

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

/** Where the previous page of a list ended. */
export interface SessionPosition {
  readonly createdAt: Date;
  readonly id: string;
}

/** Which sessions a list holds. */
export interface SessionFilter {
  readonly userId: string;
  /** Living: neither ended nor expired at `now`, and made under this `credentialsVersion`. */
  readonly credentialsVersion: number;
  readonly now: Date;
  /** Also those that ended or expired at or after this instant, or whose version is stale; null: only living ones. */
  readonly endedSince: Date | null;
}

export interface SessionPageQuery extends SessionFilter {
  readonly after: SessionPosition | null;
  /** At most so many, 1 or more. */
  readonly limit: number;
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

  /** Ends every living session of the user but this one. @returns how many */
  abstract endOthers(userId: string, keptId: string, reason: EndReason, now: Date): Promise<number>;

  /**
   * Lifts a living session to the version that its own change of credentials has raised the user to.
   * @returns false if the session has ended or is of another version: it is dead then
   */
  abstract lift(id: string, fromCredentialsVersion: number, toCredentialsVersion: number): Promise<boolean>;

  /** One page of a user's sessions, the newest first, ties by descending id; fewer than `limit` means that it is the last one. */
  abstract listOf(query: SessionPageQuery): Promise<Session[]>;

  /** How many the whole list holds. */
  abstract countOf(filter: SessionFilter): Promise<number>;

  /** Where the user's latest sessions were made from, whatever their state: at most `limit`, the newest first. */
  abstract listOrigins(userId: string, since: Date, limit: number): Promise<Origin[]>;

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
