import type { AuditChain, AuditEvent } from '@janus/audit';
import type { Kinds, TableSpec } from './dialect.js';

/** An entry as stored: flat, and what was changed as JSON text. */
export interface AuditLogRow extends Omit<AuditEvent, 'actor' | 'target' | 'changes'> {
  readonly actorId: string | null;
  readonly actorRole: string | null;
  readonly targetId: string | null;
  readonly changes: string;
  readonly chainId: string;
  readonly seq: number;
  readonly hash: string;
}

export interface AuditIntentRow {
  readonly id: string;
  readonly announcedAt: Date;
  /** JSON text. */
  readonly event: string;
}

export function auditLogTable({ text, longText, instant, integer }: Kinds): TableSpec<AuditLogRow> {
  return {
    name: 'audit_log',
    columns: {
      id: { kind: text(36), isPrimary: true },
      at: { kind: instant },
      type: { kind: text(40) },
      outcome: { kind: text(10) },
      actorId: { kind: text(36), isNullable: true },
      actorRole: { kind: text(20), isNullable: true },
      targetId: { kind: text(36), isNullable: true },
      reason: { kind: text(500), isNullable: true },
      requestId: { kind: text(128), isNullable: true },
      ip: { kind: text(45), isNullable: true },
      userAgent: { kind: text(400), isNullable: true },
      changes: { kind: longText },
      chainId: { kind: text(36) },
      seq: { kind: integer },
      hash: { kind: text(43) },
    },
  };
}

export function auditChainsTable({ text, instant, integer }: Kinds): TableSpec<AuditChain> {
  return {
    name: 'audit_chains',
    columns: {
      id: { kind: text(36), isPrimary: true },
      ordinal: { kind: integer },
      startedAt: { kind: instant },
      seq: { kind: integer },
      hash: { kind: text(43) },
      headMac: { kind: text(43) },
      prunedSeq: { kind: integer },
      prunedHash: { kind: text(43) },
      prunedMac: { kind: text(43) },
    },
  };
}

export function auditIntentsTable({ text, longText, instant }: Kinds): TableSpec<AuditIntentRow> {
  return {
    name: 'audit_intents',
    columns: { id: { kind: text(36), isPrimary: true }, announcedAt: { kind: instant }, event: { kind: longText } },
  };
}
