import type { Role } from '@janus/access';
import type { AuditEntry } from '@janus/audit';
import { assertId } from '@janus/kernel';
import { changesOf, changesToText } from '../audit-json.js';
import type { AuditLogDoc } from './audit-collections.js';

export function auditDocOf({ event, chainId, seq, hash }: AuditEntry): AuditLogDoc {
  assertId(event.id);
  const { id, actor, target, changes, ...fields } = event;
  return {
    _id: id,
    ...fields,
    actorId: actor?.id ?? null,
    actorRole: actor?.role ?? null,
    targetId: target?.id ?? null,
    changes: changesToText(changes),
    chainId,
    seq,
    hash,
  };
}

export function auditEntryOf(document: AuditLogDoc): AuditEntry {
  const { _id, actorId, actorRole, targetId, changes, chainId, seq, hash, type, outcome, ...fields } = document;
  return {
    event: {
      id: _id,
      ...fields,
      type,
      outcome,
      actor: actorId === null ? null : { id: actorId, role: actorRole as Role },
      target: targetId === null ? null : { id: targetId },
      changes: changesOf(changes),
    },
    chainId,
    seq,
    hash,
  };
}
