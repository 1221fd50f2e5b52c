import type { AuditIntent } from '@janus/audit';
import { AuditIntentsRepository } from '@janus/audit';
import { assertId } from '@janus/kernel';
import type { MemoryStore } from './memory-store.js';

export class MemoryAuditIntents extends AuditIntentsRepository {
  constructor(private readonly store: MemoryStore) {
    super();
  }

  async put(intent: AuditIntent): Promise<void> {
    assertId(intent.event.id);
    this.store.auditIntents.set(intent.event.id, structuredClone(intent));
  }

  async remove(id: string): Promise<boolean> {
    assertId(id);
    return this.store.auditIntents.delete(id);
  }

  async listBefore(before: Date, limit: number): Promise<AuditIntent[]> {
    return [...this.store.auditIntents.values()]
      .filter(({ announcedAt }) => announcedAt < before)
      .toSorted((a, b) => Number(a.announcedAt) - Number(b.announcedAt) || (a.event.id < b.event.id ? -1 : 1))
      .slice(0, limit)
      .map((intent) => structuredClone(intent));
  }

  async take(id: string, announcedAt: Date, now: Date): Promise<boolean> {
    assertId(id);
    const intent = this.store.auditIntents.get(id);
    if (intent?.announcedAt.getTime() !== announcedAt.getTime()) return false;
    this.store.auditIntents.set(id, { ...intent, announcedAt: now });
    return true;
  }
}
