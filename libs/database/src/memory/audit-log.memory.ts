import type { AuditEntry, AuditEvent, AuditFilter, AuditPageQuery } from '@janus/audit';
import { AuditLogRepository } from '@janus/audit';
import { assertId } from '@janus/kernel';
import type { AuditView } from '../audit-pages.js';
import { latestFirst, viewsOf } from '../audit-pages.js';
import type { MemoryStore } from './memory-store.js';

export class MemoryAuditLog extends AuditLogRepository {
  constructor(private readonly store: MemoryStore) {
    super();
  }

  async append(entries: readonly AuditEntry[]): Promise<void> {
    for (const entry of entries) {
      const { event, chainId, seq } = entry;
      assertId(event.id);
      const isTaken = [...this.store.auditLog.values()].some((one) => one.chainId === chainId && one.seq === seq);
      if (isTaken || this.store.auditLog.has(event.id)) throw new Error(`audit entry ${event.id} is stored already`);
      this.store.auditLog.set(event.id, structuredClone(entry));
    }
  }

  async has(id: string): Promise<boolean> {
    assertId(id);
    return this.store.auditLog.has(id);
  }

  async list(query: AuditPageQuery): Promise<AuditEvent[]> {
    return this.events(query)
      .filter((event) => query.after === null || latestFirst(query.after, event) < 0)
      .slice(0, query.limit);
  }

  async count(filter: AuditFilter): Promise<number> {
    return this.events(filter).length;
  }

  async chainIds(): Promise<string[]> {
    return [...new Set([...this.store.auditLog.values()].map(({ chainId }) => chainId))];
  }

  async readChain(chainId: string, afterSeq: number, limit: number): Promise<AuditEntry[]> {
    assertId(chainId);
    return [...this.store.auditLog.values()]
      .filter((entry) => entry.chainId === chainId && entry.seq > afterSeq)
      .toSorted((a, b) => a.seq - b.seq)
      .slice(0, limit)
      .map((entry) => structuredClone(entry));
  }

  async removeUpTo(chainId: string, seq: number): Promise<number> {
    assertId(chainId);
    const old = [...this.store.auditLog.values()].filter((entry) => entry.chainId === chainId && entry.seq <= seq);
    for (const { event } of old) this.store.auditLog.delete(event.id);
    return old.length;
  }

  private events(filter: AuditFilter): AuditEvent[] {
    const views = viewsOf(filter.visibility);
    return [...this.store.auditLog.values()]
      .map(({ event }) => structuredClone(event))
      .filter((event) => isAskedFor(event, filter) && views.some((view) => this.isSeen(event, view)))
      .toSorted(latestFirst);
  }

  private isSeen({ actor, target }: AuditEvent, view: AuditView): boolean {
    if (view.kind === 'all') return true;
    if (view.kind === 'actor') return actor?.id === view.userId;
    if (view.kind === 'target') return target?.id === view.userId;
    const user = target && this.store.users.get(target.id);
    return user ? user.deletedAt === null && view.roles.includes(user.role) : false;
  }
}

function isAskedFor(event: AuditEvent, { actorId, targetId, type, outcome, from, to }: AuditFilter): boolean {
  return (
    (actorId === null || event.actor?.id === actorId) &&
    (targetId === null || event.target?.id === targetId) &&
    (type === null || event.type === type) &&
    (outcome === null || event.outcome === outcome) &&
    (from === null || event.at >= from) &&
    (to === null || event.at < to)
  );
}
