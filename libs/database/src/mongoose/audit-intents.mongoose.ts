import type { AuditIntent } from '@janus/audit';
import { AuditIntentsRepository } from '@janus/audit';
import { assertId } from '@janus/kernel';
import { eventOf, eventToText } from '../audit-json.js';
import type { MongoDatabase } from './mongo-database.js';
import { ours } from './mongo-database.js';

export class MongooseAuditIntents extends AuditIntentsRepository {
  constructor(private readonly db: MongoDatabase) {
    super();
  }

  async put({ event, announcedAt }: AuditIntent): Promise<void> {
    assertId(event.id);
    const document = { _id: event.id, announcedAt, event: eventToText(event) };
    await this.db.run(() => this.db.models.auditIntents.insertOne(document));
  }

  async remove(id: string): Promise<boolean> {
    assertId(id);
    const { deletedCount } = await this.db.run(() => this.db.models.auditIntents.deleteOne({ _id: id }).exec());
    return deletedCount === 1;
  }

  async listBefore(before: Date, limit: number): Promise<AuditIntent[]> {
    const found = await this.db.run(() =>
      this.db.models.auditIntents
        .find(ours({ announcedAt: { $lt: before } }))
        .sort({ announcedAt: 1, _id: 1 })
        .limit(limit)
        .lean()
        .exec(),
    );
    return found.map(({ announcedAt, event }) => ({ announcedAt, event: eventOf(event) }));
  }

  async take(id: string, announcedAt: Date, now: Date): Promise<boolean> {
    assertId(id);
    return this.db.update(this.db.models.auditIntents, { _id: id, announcedAt }, { $set: { announcedAt: now } });
  }
}
