import type { AuditChain, AuditEntry, AuditEvent } from '@janus/audit';
import type { NewSession, OneTimeLink, ServiceClient, SigningKey } from '@janus/auth';
import { newId, newSecret } from '@janus/kernel';
import type { NewMessage } from '@janus/mail';
import type { Invitation, NewUser } from '@janus/users';

/** An instant with odd milliseconds, `offsetMs` later than the first. */
export function at(offsetMs = 0): Date {
  return new Date(Date.UTC(2026, 10, 24, 10, 11, 12, 345) + offsetMs);
}

export function aUser(fields: Partial<NewUser> = {}): NewUser {
  return {
    id: newId(new Date()),
    email: `user-${newSecret(9).toLowerCase().replaceAll(/[-_]/g, 'x')}@example.com`,
    emailVerified: false,
    displayName: null,
    firstName: null,
    lastName: null,
    locale: null,
    role: 'user',
    passwordHash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA',
    createdAt: at(),
    ...fields,
  };
}

export function aSession(userId: string, fields: Partial<NewSession> = {}): NewSession {
  return {
    id: newId(new Date()),
    userId,
    credentialsVersion: 1,
    refreshDigest: aDigest(),
    device: null,
    ip: null,
    userAgent: null,
    createdAt: at(),
    expiresAt: at(60_000),
    ...fields,
  };
}

export function anInvitation(userId: string, fields: Partial<Invitation> = {}): Invitation {
  return { userId, tokenDigest: aDigest(), verifiesEmail: false, createdAt: at(), expiresAt: at(60_000), ...fields };
}

export function aSigningKey(fields: Partial<SigningKey> = {}): SigningKey {
  return {
    kid: aDigest(),
    alg: 'ES256',
    generation: 1,
    publicJwk: '{"kty":"EC"}',
    sealedPrivateKey: 'v1.a.b.c',
    createdAt: at(),
    activatesAt: at(),
    retiredAt: null,
    revokedAt: null,
    ...fields,
  };
}

export function aClient(fields: Partial<ServiceClient> = {}): ServiceClient {
  return {
    id: newId(new Date()),
    name: 'Notes',
    secretDigest: aDigest(),
    createdAt: at(),
    lastUsedAt: null,
    revokedAt: null,
    ...fields,
  };
}

export function aMessage(fields: Partial<NewMessage> = {}): NewMessage {
  return {
    id: newId(new Date()),
    idempotencyKey: aDigest(),
    template: 'verify-email',
    recipient: 'ada@example.com',
    locale: 'en',
    payload: 'v1.a.b.c',
    createdAt: at(),
    expiresAt: at(60_000),
    ...fields,
  };
}

/** A text of the form of a digest. */
export function aDigest(): string {
  return newSecret(32);
}

export function anAuditEvent(fields: Partial<AuditEvent> = {}): AuditEvent {
  return {
    id: newId(new Date()),
    at: at(),
    type: 'auth.logout',
    outcome: 'success',
    actor: null,
    target: null,
    reason: null,
    requestId: null,
    ip: null,
    userAgent: null,
    changes: [],
    ...fields,
  };
}

/** Entries of one chain of their own, in order. */
export function aChainOf(events: readonly AuditEvent[], chainId = newId(new Date())): AuditEntry[] {
  return events.map((event, index) => ({ event, chainId, seq: index + 1, hash: aDigest() }));
}

export function anAuditChain(ordinal: number, fields: Partial<AuditChain> = {}): AuditChain {
  return {
    id: newId(new Date()),
    ordinal,
    startedAt: at(),
    seq: 0,
    hash: '',
    headMac: aDigest(),
    prunedSeq: 0,
    prunedHash: '',
    prunedMac: aDigest(),
    ...fields,
  };
}

export function aLink(userId: string, fields: Partial<OneTimeLink> = {}): OneTimeLink {
  return {
    userId,
    purpose: 'reset-password',
    slot: 'reset-password',
    tokenDigest: aDigest(),
    email: 'ada@example.com',
    credentialsVersion: 1,
    createdAt: at(),
    expiresAt: at(60_000),
    ...fields,
  };
}
