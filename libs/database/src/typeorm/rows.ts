import type { CallerSession, EndReason, Role, User } from '@janus/access';
import type { Session } from '@janus/auth';
import type { QueryPartialEntity } from 'typeorm';
import type { UserRow } from './tables.js';
import type { SqlRow } from './prepared-statements.js';

/** The user without what never leaves the adapters. */
export function toUser({ passwordHash: _hash, foldedName: _name, ...user }: UserRow): User {
  return user;
}

/** The fields that every change of a user writes. */
export function changed(now: Date): QueryPartialEntity<UserRow> {
  return { version: () => 'version + 1', updatedAt: now };
}

/** The fields that kill every session of the user. */
export function raised(reason: EndReason, now: Date): QueryPartialEntity<UserRow> {
  return {
    credentialsVersion: () => 'credentials_version + 1',
    credentialsEndReason: reason,
    credentialsChangedAt: now,
  };
}

/** An instant as the drivers give it: a Date, or on SQLite UTC text. */
export function instant(value: unknown): Date {
  return value instanceof Date ? value : new Date(`${String(value).replace(' ', 'T')}Z`);
}

export function instantOrNull(value: unknown): Date | null {
  return value === null ? null : instant(value);
}

/** A boolean as the drivers give it: true, or 1. */
function flag(value: unknown): boolean {
  return value === true || value === 1;
}

/** The user's part of a joined row, its columns under `u_`. */
export function userOf(row: SqlRow): User {
  return {
    id: row['u_id'] as string,
    email: row['u_email'] as string,
    emailVerified: flag(row['u_email_verified']),
    displayName: row['u_display_name'] as string | null,
    firstName: row['u_first_name'] as string | null,
    lastName: row['u_last_name'] as string | null,
    locale: row['u_locale'] as string | null,
    role: row['u_role'] as Role,
    isActive: flag(row['u_is_active']),
    createdAt: instant(row['u_created_at']),
    updatedAt: instant(row['u_updated_at']),
    lastLoginAt: instantOrNull(row['u_last_login_at']),
    deletedAt: instantOrNull(row['u_deleted_at']),
    version: row['u_version'] as number,
    credentialsVersion: row['u_credentials_version'] as number,
    credentialsEndReason: row['u_credentials_end_reason'] as EndReason | null,
    credentialsChangedAt: instantOrNull(row['u_credentials_changed_at']),
  };
}

/** What the guard needs of the session's part of a joined row, its columns under `s_`. */
export function callerSessionOf(row: SqlRow): CallerSession {
  return {
    id: row['s_id'] as string,
    userId: row['u_id'] as string,
    credentialsVersion: row['s_credentials_version'] as number,
    expiresAt: instant(row['s_expires_at']),
    endedAt: instantOrNull(row['s_ended_at']),
    endReason: row['s_end_reason'] as EndReason | null,
  };
}

export function sessionOf(row: SqlRow): Session {
  return {
    ...callerSessionOf(row),
    refreshDigest: row['s_refresh_digest'] as string,
    previousDigest: row['s_previous_digest'] as string | null,
    rotationSalt: row['s_rotation_salt'] as string | null,
    rotatedAt: instantOrNull(row['s_rotated_at']),
    device: row['s_device'] as string | null,
    ip: row['s_ip'] as string | null,
    userAgent: row['s_user_agent'] as string | null,
    createdAt: instant(row['s_created_at']),
    lastUsedAt: instant(row['s_last_used_at']),
  };
}

const identityColumns = ['id', 'email', 'email_verified', 'display_name', 'first_name', 'last_name', 'locale'];
const stateColumns = ['role', 'is_active', 'created_at', 'updated_at', 'last_login_at', 'deleted_at', 'version'];
const credentialColumns = ['credentials_version', 'credentials_end_reason', 'credentials_changed_at'];
const userColumns = identityColumns.concat(stateColumns, credentialColumns);
const callerColumns = ['id', 'credentials_version', 'expires_at', 'ended_at', 'end_reason'];
const rotationColumns = ['refresh_digest', 'previous_digest', 'rotation_salt', 'rotated_at'];
const deviceColumns = ['device', 'ip', 'user_agent', 'created_at', 'last_used_at'];
const sessionColumns = callerColumns.concat(rotationColumns, deviceColumns);

function userSelection(): string[] {
  return userColumns.map((name) => `u.${name} AS u_${name}`);
}

/** Users; a WHERE may follow. */
export const selectUsers = `SELECT ${userSelection().join(', ')} FROM users u`;

/** Users with their password hashes; a WHERE may follow. */
export const selectCredentials = `SELECT ${[...userSelection(), 'u.password_hash AS u_password_hash'].join(', ')} FROM users u`;

function sessionSelection(columns: readonly string[]): string[] {
  return columns.map((name) => `s.${name} AS s_${name}`);
}

/** One session by id with its user: two look-ups by primary key. */
function joined(columns: readonly string[]): string {
  const selected = sessionSelection(columns).concat(userSelection());
  return `SELECT ${selected.join(', ')} FROM sessions s INNER JOIN users u ON u.id = s.user_id WHERE s.id = ?`;
}

/** Sessions, of their users no more than the id; a WHERE may follow. */
export const selectSessions = `SELECT ${sessionSelection(sessionColumns).join(', ')}, s.user_id AS u_id FROM sessions s`;

export const selectCaller = joined(callerColumns);
export const selectSession = joined(sessionColumns);
