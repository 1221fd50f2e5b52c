import type { Role } from './roles.js';
import { isRole } from './roles.js';

/** Why a session ended; stored, and readable by its owner. */
export const endReasons = [
  'logout',
  'logout_everywhere',
  'refresh_reuse',
  'password_changed',
  'password_reset',
  'email_changed',
  'role_changed',
  'suspended',
  'deleted',
  'revoked_by_owner',
  'revoked_by_admin',
  'expired',
  'mfa_changed',
] as const;

export type EndReason = (typeof endReasons)[number];

/** A user as the database has it now. Times are instants, ids are UUIDv7, an absent value is null. */
export interface User {
  readonly id: string;
  /** Normalised by `normalizeEmail`. */
  readonly email: string;
  readonly emailVerified: boolean;
  readonly displayName: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly locale: string | null;
  readonly role: Role;
  /** False while suspended. */
  readonly isActive: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly lastLoginAt: Date | null;
  /** Not null for a soft-deleted user. */
  readonly deletedAt: Date | null;
  /** Raised by every change of profile, role, state or address, not by a sign-in. The strong ETag. */
  readonly version: number;
  /** A session is dead when it was made under another one. */
  readonly credentialsVersion: number;
  /** Why `credentialsVersion` was last raised, and when; null if never. */
  readonly credentialsEndReason: EndReason | null;
  readonly credentialsChangedAt: Date | null;
}

/** What the guard knows of a session: enough to say whether it lives. */
export interface CallerSession {
  readonly id: string;
  readonly userId: string;
  readonly credentialsVersion: number;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
  readonly endReason: EndReason | null;
}

/** Session and user as one indexed read gives them. */
export interface CallerRecord {
  readonly session: CallerSession;
  readonly user: User;
}

/** Who makes the request, checked against the database at this request. */
export interface Caller {
  readonly sessionId: string;
  readonly user: User;
}

/** Whether this is the session and the user that a verified token names, and the user one whose role can be judged. */
export function isRecordOf(record: CallerRecord | null, { sub }: { readonly sub: string }): record is CallerRecord {
  return record !== null && record.user.id === sub && isRole(record.user.role);
}

/**
 * Why this session is over, or null while it lives. The state of the user counts at once, whether or not the session's
 * own row has been tidied yet.
 * @param now the instant that counts for expiry; at `expiresAt` itself the session is over
 */
export function endReasonOf({ session, user }: CallerRecord, now: Date): EndReason | null {
  if (session.endedAt) return session.endReason ?? 'logout';
  if (session.credentialsVersion !== user.credentialsVersion) return user.credentialsEndReason ?? 'revoked_by_admin';
  if (user.deletedAt) return 'deleted';
  if (!user.isActive) return 'suspended';
  return session.expiresAt.getTime() <= now.getTime() ? 'expired' : null;
}
