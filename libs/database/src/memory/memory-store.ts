import type { AuditChain, AuditEntry, AuditIntent } from '@janus/audit';
import type { AttemptCount, OneTimeLink, ServiceClient, Session, SetupState, SigningKey } from '@janus/auth';
import type { OutboxMessage } from '@janus/mail';
import type { IdempotencyRecord, Invitation, SuperAdminTally, User } from '@janus/users';

/** A user as it is stored: with what never leaves the adapters. */
export interface StoredUser extends User {
  readonly passwordHash: string | null;
}

/** All records of one memory engine. Records are replaced, never changed, so what was handed out stays as it was. */
export class MemoryStore {
  readonly users = new Map<string, StoredUser>();
  readonly sessions = new Map<string, Session>();
  readonly invitations = new Map<string, Invitation>();
  readonly idempotency = new Map<string, IdempotencyRecord>();
  readonly attempts = new Map<string, AttemptCount>();
  readonly signingKeys = new Map<string, SigningKey>();
  readonly links = new Map<string, OneTimeLink>();
  readonly auditLog = new Map<string, AuditEntry>();
  readonly auditChains = new Map<string, AuditChain>();
  readonly auditIntents = new Map<string, AuditIntent>();
  readonly clients = new Map<string, ServiceClient>();
  readonly outbox = new Map<string, OutboxMessage>();
  superAdmins: SuperAdminTally = { n: 0, epoch: 0 };
  setup: SetupState = { tokenDigest: null, tokenExpiresAt: null, claimedBy: null, claimedAt: null };

  /** What a foreign key does on SQL. */
  requireUser(id: string): StoredUser {
    const user = this.users.get(id);
    if (!user) throw new Error(`no user ${id}`);
    return user;
  }
}

/** A copy that shares nothing which could be changed: records are flat but for instants, and answers are never changed. */
export function copyOf<T extends object>(record: T): T {
  const entries = Object.entries(record).map(([name, value]: [string, unknown]) => {
    return [name, value instanceof Date ? new Date(value.getTime()) : value];
  });
  return Object.fromEntries(entries) as T;
}

/** The user without its secrets. */
export function withoutSecrets({ passwordHash: _hash, ...user }: StoredUser): User {
  return copyOf(user);
}

/** Removes up to `limit` records that expired before the instant. */
export function sweepMap<T extends { expiresAt: Date }>(map: Map<string, T>, before: Date, limit: number): number {
  const old = [...map].filter(([, { expiresAt }]) => expiresAt < before).slice(0, limit);
  for (const [key] of old) map.delete(key);
  return old.length;
}
