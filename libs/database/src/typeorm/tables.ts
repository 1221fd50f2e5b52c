import type { AttemptCount, ServiceClient, Session, SetupState, SigningKey } from '@janus/auth';
import type { OutboxMessage } from '@janus/mail';
import { auditChainsTable, auditIntentsTable, auditLogTable } from './audit-tables.js';
import type { Kinds, TableSpec } from './dialect.js';
import { invitationsTable, linksTable } from './link-tables.js';
import type { IdempotencyRecord, SuperAdminTally, User } from '@janus/users';

/** A user as stored: with what never leaves the adapters. */
export interface UserRow extends User {
  readonly passwordHash: string | null;
  /** `foldCase(displayName)`, for the search by prefix. */
  readonly foldedName: string | null;
}

/** The answer is kept as JSON text. */
export interface IdempotencyRow extends Omit<IdempotencyRecord, 'answer'> {
  readonly answer: string | null;
}

export interface AttemptsRow extends Omit<AttemptCount, 'key'> {
  /** The key: a word that SQL keeps for itself. */
  readonly id: string;
}

/** Null in keys that the release before this one has stored. */
export interface SigningKeyRow extends Omit<SigningKey, 'activatesAt'> {
  readonly activatesAt: Date | null;
}

export interface SuperAdminCountRow extends SuperAdminTally {
  readonly id: string;
}

export interface SetupRow extends SetupState {
  readonly id: string;
}

/** The id of the only row of `super_admin_count` and of `setup`. */
export const onlyRow = 'only';

function usersTable({ text, instant, integer, boolean }: Kinds): TableSpec<UserRow> {
  return {
    name: 'users',
    columns: {
      id: { kind: text(36), isPrimary: true },
      email: { kind: text(254) },
      emailVerified: { kind: boolean },
      passwordHash: { kind: text(255), isNullable: true },
      displayName: { kind: text(100), isNullable: true },
      // Folding can make three characters of one.
      foldedName: { kind: text(300), isNullable: true },
      firstName: { kind: text(100), isNullable: true },
      lastName: { kind: text(100), isNullable: true },
      locale: { kind: text(100), isNullable: true },
      role: { kind: text(20) },
      isActive: { kind: boolean },
      createdAt: { kind: instant },
      updatedAt: { kind: instant },
      lastLoginAt: { kind: instant, isNullable: true },
      deletedAt: { kind: instant, isNullable: true },
      version: { kind: integer },
      credentialsVersion: { kind: integer },
      credentialsEndReason: { kind: text(20), isNullable: true },
      credentialsChangedAt: { kind: instant, isNullable: true },
    },
  };
}

function sessionsTable({ text, instant, integer }: Kinds): TableSpec<Session> {
  return {
    name: 'sessions',
    columns: {
      id: { kind: text(36), isPrimary: true },
      userId: { kind: text(36) },
      credentialsVersion: { kind: integer },
      refreshDigest: { kind: text(43) },
      previousDigest: { kind: text(43), isNullable: true },
      rotationSalt: { kind: text(43), isNullable: true },
      rotatedAt: { kind: instant, isNullable: true },
      device: { kind: text(100), isNullable: true },
      ip: { kind: text(45), isNullable: true },
      userAgent: { kind: text(400), isNullable: true },
      createdAt: { kind: instant },
      lastUsedAt: { kind: instant },
      expiresAt: { kind: instant },
      endedAt: { kind: instant, isNullable: true },
      endReason: { kind: text(20), isNullable: true },
    },
  };
}

function idempotencyTable({ text, longText, instant }: Kinds): TableSpec<IdempotencyRow> {
  return {
    name: 'idempotency_keys',
    columns: {
      id: { kind: text(43), isPrimary: true },
      requestDigest: { kind: text(43) },
      claimedAt: { kind: instant },
      expiresAt: { kind: instant },
      answer: { kind: longText, isNullable: true },
    },
  };
}

function attemptsTable({ text, instant, integer }: Kinds): TableSpec<AttemptsRow> {
  return {
    name: 'sign_in_attempts',
    columns: {
      id: { kind: text(43), isPrimary: true },
      account: { kind: text(43) },
      failures: { kind: integer },
      lockedUntil: { kind: instant, isNullable: true },
      expiresAt: { kind: instant },
    },
  };
}

function superAdminCountTable({ text, integer }: Kinds): TableSpec<SuperAdminCountRow> {
  return {
    name: 'super_admin_count',
    // The epoch is set by the migration that adds it; nullable, for it is added to a row that is there.
    columns: {
      id: { kind: text(36), isPrimary: true },
      n: { kind: integer },
      epoch: { kind: integer, isNullable: true },
    },
  };
}

function signingKeysTable({ text, longText, instant, integer }: Kinds): TableSpec<SigningKeyRow> {
  return {
    name: 'signing_keys',
    columns: {
      kid: { kind: text(43), isPrimary: true },
      alg: { kind: text(10) },
      generation: { kind: integer },
      publicJwk: { kind: longText },
      sealedPrivateKey: { kind: longText },
      createdAt: { kind: instant },
      activatesAt: { kind: instant, isNullable: true },
      retiredAt: { kind: instant, isNullable: true },
      revokedAt: { kind: instant, isNullable: true },
    },
  };
}

function clientsTable({ text, instant }: Kinds): TableSpec<ServiceClient> {
  return {
    name: 'service_clients',
    columns: {
      id: { kind: text(36), isPrimary: true },
      name: { kind: text(100) },
      secretDigest: { kind: text(43) },
      createdAt: { kind: instant },
      lastUsedAt: { kind: instant, isNullable: true },
      revokedAt: { kind: instant, isNullable: true },
    },
  };
}

function setupTable({ text, instant }: Kinds): TableSpec<SetupRow> {
  return {
    name: 'setup',
    columns: {
      id: { kind: text(36), isPrimary: true },
      tokenDigest: { kind: text(43), isNullable: true },
      tokenExpiresAt: { kind: instant, isNullable: true },
      claimedBy: { kind: text(36), isNullable: true },
      claimedAt: { kind: instant, isNullable: true },
    },
  };
}

function outboxTable({ text, longText, instant, integer }: Kinds): TableSpec<OutboxMessage> {
  return {
    name: 'mail_outbox',
    columns: {
      id: { kind: text(36), isPrimary: true },
      idempotencyKey: { kind: text(200) },
      template: { kind: text(100) },
      recipient: { kind: text(254) },
      locale: { kind: text(35), isNullable: true },
      payload: { kind: longText, isNullable: true },
      createdAt: { kind: instant },
      nextAttemptAt: { kind: instant },
      attempts: { kind: integer },
      leaseOwner: { kind: text(43), isNullable: true },
      leaseUntil: { kind: instant, isNullable: true },
      state: { kind: text(10) },
      sentAt: { kind: instant, isNullable: true },
      lastError: { kind: text(255), isNullable: true },
      expiresAt: { kind: instant },
    },
  };
}

/** Every table and its columns: the entities and the first migration are made of this one description. */
export function tables(kinds: Kinds) {
  return {
    users: usersTable(kinds),
    sessions: sessionsTable(kinds),
    invitations: invitationsTable(kinds),
    idempotency: idempotencyTable(kinds),
    attempts: attemptsTable(kinds),
    superAdminCount: superAdminCountTable(kinds),
    signingKeys: signingKeysTable(kinds),
    clients: clientsTable(kinds),
    setup: setupTable(kinds),
    links: linksTable(kinds),
    auditLog: auditLogTable(kinds),
    auditChains: auditChainsTable(kinds),
    auditIntents: auditIntentsTable(kinds),
    outbox: outboxTable(kinds),
  };
}
