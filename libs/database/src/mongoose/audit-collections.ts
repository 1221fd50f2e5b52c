import type { AuditChain, AuditEvent } from '@janus/audit';
import type { CollectionSpec, Doc } from './field-types.js';
import { instant, text, textOrNull } from './field-types.js';

/** An entry as stored: flat, and what was changed as JSON text, for then its digest is of what was written. */
export type AuditLogDoc = Doc<Omit<AuditEvent, 'actor' | 'target' | 'changes'>, 'id'> & {
  readonly actorId: string | null;
  readonly actorRole: string | null;
  readonly targetId: string | null;
  readonly changes: string;
  readonly chainId: string;
  readonly seq: number;
  readonly hash: string;
};
export type AuditChainDoc = Doc<AuditChain, 'id'>;
export interface AuditIntentDoc {
  readonly _id: string;
  readonly announcedAt: Date;
  /** JSON text. */
  readonly event: string;
}

export const auditLog: CollectionSpec<AuditLogDoc> = {
  name: 'audit_log',
  fields: {
    at: instant,
    type: text,
    outcome: text,
    actorId: textOrNull,
    actorRole: textOrNull,
    targetId: textOrNull,
    reason: textOrNull,
    requestId: textOrNull,
    ip: textOrNull,
    userAgent: textOrNull,
    changes: text,
    chainId: text,
    seq: [Number],
    hash: text,
  },
};

export const auditChains: CollectionSpec<AuditChainDoc> = {
  name: 'audit_chains',
  fields: {
    ordinal: [Number],
    startedAt: instant,
    seq: [Number],
    hash: text,
    headMac: text,
    prunedSeq: [Number],
    prunedHash: text,
    prunedMac: text,
  },
};

export const auditIntents: CollectionSpec<AuditIntentDoc> = {
  name: 'audit_intents',
  fields: { announcedAt: instant, event: text },
};
