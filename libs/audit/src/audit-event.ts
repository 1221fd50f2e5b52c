import type { Role } from '@janus/access';

/** Everything that is recorded. A type never changes its meaning. */
export const auditEventTypes = [
  'access.refused',
  'admin.recovered',
  'auth.invitation_accepted',
  'auth.login_failed',
  'auth.login_succeeded',
  'auth.logout',
  'auth.password_changed',
  'auth.password_reset',
  'auth.refresh_failed',
  'auth.refresh_reuse',
  'auth.registered',
  'client.created',
  'client.revoked',
  'key.retired',
  'key.revoked',
  'key.rotated',
  'mail.retried',
  'session.all_revoked',
  'session.revoked',
  'user.created',
  'user.deleted',
  'user.email_change_requested',
  'user.email_change_undone',
  'user.email_changed',
  'user.email_verified',
  'user.exported',
  'user.imported',
  'user.invited',
  'user.password_reset_sent',
  'user.restored',
  'user.role_changed',
  'user.suspended',
  'user.unlocked',
  'user.unsuspended',
  'user.updated',
] as const;

export type AuditEventType = (typeof auditEventTypes)[number];

/** success: it was done · failure: it was tried and did not work · refused: a rule did not allow it. */
export const auditOutcomes = ['success', 'failure', 'refused'] as const;

export type AuditOutcome = (typeof auditOutcomes)[number];

export interface AuditChange {
  readonly field: string;
  readonly before: string | number | boolean | null;
  readonly after: string | number | boolean | null;
}

/** Where a request comes from; all null for what no request has asked for. */
export interface AuditOrigin {
  readonly requestId: string | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
}

/** One thing that happened (OWASP ASVS 16.2.1). Never holds a secret. */
export interface AuditEvent extends AuditOrigin {
  /** UUIDv7, in order within a process. */
  readonly id: string;
  readonly at: Date;
  readonly type: AuditEventType;
  readonly outcome: AuditOutcome;
  /** Who did it, with the role of that moment; null for who is not signed in, and for the command line. */
  readonly actor: { readonly id: string; readonly role: Role } | null;
  /** The user whom it is about. */
  readonly target: { readonly id: string } | null;
  /** A code, or what the actor gave as a reason. */
  readonly reason: string | null;
  readonly changes: readonly AuditChange[];
}

/** An event that is about to be recorded. */
export interface NewAuditEvent {
  readonly type: AuditEventType;
  readonly outcome?: AuditOutcome;
  readonly actor: { readonly id: string; readonly role: Role } | null;
  readonly target: { readonly id: string } | null;
  readonly reason?: string | null;
  readonly changes?: readonly AuditChange[];
}

/** What the command line does: whoever has the host. */
export const fromCommandLine: AuditOrigin = { requestId: null, ip: null, userAgent: 'janus command line' };
