import type { AuditIntent } from '@janus/audit';
import { AuditIntentsRepository } from '@janus/audit';
import { assertId } from '@janus/kernel';
import { eventOf, eventToText } from '../audit-json.js';
import type { SqlDatabase } from './sql-database.js';

export class TypeormAuditIntents extends AuditIntentsRepository {
  constructor(private readonly db: SqlDatabase) {
    super();
  }

  async put({ event, announcedAt }: AuditIntent): Promise<void> {
    assertId(event.id);
    await this.db.insert(this.db.entities.auditIntents, { id: event.id, announcedAt, event: eventToText(event) });
  }

  async remove(id: string): Promise<boolean> {
    assertId(id);
    return (await this.db.delete(this.db.entities.auditIntents, 'id = :id', { id })) === 1;
  }

  async listBefore(before: Date, limit: number): Promise<AuditIntent[]> {
    const rows = await this.db.run(() =>
      this.db
        .select(this.db.entities.auditIntents, 'i')
        .where('i.announcedAt < :before', { before })
        .orderBy('i.announcedAt')
        .addOrderBy('i.id')
        .limit(limit)
        .getMany(),
    );
    return rows.map(({ announcedAt, event }) => ({ announcedAt, event: eventOf(event) }));
  }

  async take(id: string, announcedAt: Date, now: Date): Promise<boolean> {
    assertId(id);
    const taken = await this.db.update(this.db.entities.auditIntents, (query) =>
      query.set({ announcedAt: now }).where('id = :id AND announced_at = :announcedAt', { id, announcedAt }),
    );
    return taken === 1;
  }
}
