import type { AuditEntry, AuditEvent, AuditFilter, AuditPageQuery, AuditPosition } from '@janus/audit';
import { AuditLogRepository } from '@janus/audit';
import { assertId } from '@janus/kernel';
import { changesToText } from '../audit-json.js';
import type { AuditView } from '../audit-pages.js';
import { readByViews, viewsOf } from '../audit-pages.js';
import { auditEntryOf, selectAudit } from './audit-rows.js';
import type { Condition } from './conditions.js';
import { isOneOf, valuesOf, whereOf } from './conditions.js';
import type { SqlDatabase } from './sql-database.js';

export class TypeormAuditLog extends AuditLogRepository {
  constructor(private readonly db: SqlDatabase) {
    super();
  }

  async append(entries: readonly AuditEntry[]): Promise<void> {
    const rows = entries.map(({ event, chainId, seq, hash }) => {
      assertId(event.id);
      const { actor, target, changes, ...fields } = event;
      const actors = { actorId: actor?.id ?? null, actorRole: actor?.role ?? null, targetId: target?.id ?? null };
      return { ...fields, ...actors, changes: changesToText(changes), chainId, seq, hash };
    });
    await this.db.insert(this.db.entities.auditLog, ...rows);
  }

  async has(id: string): Promise<boolean> {
    assertId(id);
    const rows = await this.db.run(() => this.db.prepared.rows('SELECT id FROM audit_log WHERE id = ?', [id]));
    return rows.length === 1;
  }

  list(query: AuditPageQuery): Promise<AuditEvent[]> {
    return readByViews(query, async (view) => {
      const conditions = [...filterConditions(query), ...viewConditions(view), ...positionConditions(query.after)];
      const order = 'ORDER BY a.at DESC, a.id DESC';
      const sql = `${selectAudit}${whereOf(conditions)} ${order} LIMIT ${Math.trunc(query.limit)}`;
      const rows = await this.db.run(() => this.db.prepared.rows(sql, valuesOf(conditions)));
      return rows.map((row) => auditEntryOf(row).event);
    });
  }

  async count(filter: AuditFilter): Promise<number> {
    const views = viewsOf(filter.visibility).flatMap(viewConditions);
    const either = { sql: views.map(({ sql }) => `(${sql})`).join(' OR '), values: valuesOf(views) };
    const conditions = [...filterConditions(filter), ...(views.length > 0 ? [either] : [])];
    const sql = `SELECT COUNT(*) AS n FROM audit_log a${whereOf(conditions)}`;
    const [row] = await this.db.run(() => this.db.prepared.rows(sql, valuesOf(conditions)));
    return Number(row?.['n']);
  }

  async chainIds(): Promise<string[]> {
    const rows = await this.db.run(() => this.db.prepared.rows('SELECT DISTINCT chain_id FROM audit_log', []));
    return rows.map((row) => row['chain_id'] as string);
  }

  async readChain(chainId: string, afterSeq: number, limit: number): Promise<AuditEntry[]> {
    assertId(chainId);
    const sql = `${selectAudit} WHERE a.chain_id = ? AND a.seq > ? ORDER BY a.seq LIMIT ${Math.trunc(limit)}`;
    return (await this.db.run(() => this.db.prepared.rows(sql, [chainId, afterSeq]))).map(auditEntryOf);
  }

  async removeUpTo(chainId: string, seq: number): Promise<number> {
    assertId(chainId);
    return this.db.delete(this.db.entities.auditLog, 'chain_id = :chainId AND seq <= :seq', { chainId, seq });
  }
}

function filterConditions({ actorId, targetId, type, outcome, from, to }: AuditFilter): Condition[] {
  const conditions: Condition[] = [];
  if (actorId !== null) conditions.push({ sql: 'a.actor_id = ?', values: [actorId] });
  if (targetId !== null) conditions.push({ sql: 'a.target_id = ?', values: [targetId] });
  if (type !== null) conditions.push({ sql: 'a.type = ?', values: [type] });
  if (outcome !== null) conditions.push({ sql: 'a.outcome = ?', values: [outcome] });
  if (from !== null) conditions.push({ sql: 'a.at >= ?', values: [from] });
  if (to !== null) conditions.push({ sql: 'a.at < ?', values: [to] });
  return conditions;
}

function viewConditions(view: AuditView): Condition[] {
  if (view.kind === 'all') return [];
  if (view.kind === 'actor') return [{ sql: 'a.actor_id = ?', values: [view.userId] }];
  if (view.kind === 'target') return [{ sql: 'a.target_id = ?', values: [view.userId] }];
  const role = isOneOf('u.role', view.roles);
  const users = `SELECT 1 FROM users u WHERE u.id = a.target_id AND u.deleted_at IS NULL AND ${role.sql}`;
  return [{ sql: `EXISTS (${users})`, values: role.values }];
}

/** The first half alone bounds the range of the index; an OR over both columns would not on every engine. */
function positionConditions(after: AuditPosition | null): Condition[] {
  if (after === null) return [];
  return [{ sql: 'a.at <= ? AND (a.at < ? OR a.id < ?)', values: [after.at, after.at, after.id] }];
}
