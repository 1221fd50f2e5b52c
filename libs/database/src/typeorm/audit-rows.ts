import type { Role } from '@janus/access';
import type { AuditEntry, AuditEventType, AuditOutcome } from '@janus/audit';
import { changesOf } from '../audit-json.js';
import type { SqlRow } from './prepared-statements.js';
import { instant } from './rows.js';

const eventColumns = ['id', 'at', 'type', 'outcome', 'actor_id', 'actor_role', 'target_id', 'reason'];
const originColumns = ['request_id', 'ip', 'user_agent', 'changes'];
const columns = eventColumns.concat(originColumns, ['chain_id', 'seq', 'hash']);

/** Audit entries; a WHERE may follow. */
export const selectAudit = `SELECT ${columns.map((name) => `a.${name} AS ${name}`).join(', ')} FROM audit_log a`;

export function auditEntryOf(row: SqlRow): AuditEntry {
  const [actorId, targetId] = [row['actor_id'] as string | null, row['target_id'] as string | null];
  return {
    event: {
      id: row['id'] as string,
      at: instant(row['at']),
      type: row['type'] as AuditEventType,
      outcome: row['outcome'] as AuditOutcome,
      actor: actorId === null ? null : { id: actorId, role: row['actor_role'] as Role },
      target: targetId === null ? null : { id: targetId },
      reason: row['reason'] as string | null,
      requestId: row['request_id'] as string | null,
      ip: row['ip'] as string | null,
      userAgent: row['user_agent'] as string | null,
      changes: changesOf(row['changes'] as string),
    },
    chainId: row['chain_id'] as string,
    seq: row['seq'] as number,
    hash: row['hash'] as string,
  };
}
