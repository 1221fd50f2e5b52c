import type { ServiceClient } from '@janus/auth';
import { ClientsRepository } from '@janus/auth';
import { assertId } from '@janus/kernel';
import type { SqlDatabase } from './sql-database.js';

export class TypeormClients extends ClientsRepository {
  constructor(private readonly db: SqlDatabase) {
    super();
  }

  async insert(client: ServiceClient): Promise<void> {
    assertId(client.id);
    await this.db.insert(this.db.entities.clients, client);
  }

  async find(id: string): Promise<ServiceClient | null> {
    assertId(id);
    return this.db.run(() => this.rows.findOneBy({ id }));
  }

  async list(): Promise<ServiceClient[]> {
    return this.db.run(() => this.rows.find({ order: { createdAt: 'ASC', id: 'ASC' } }));
  }

  async noteUse(id: string, staleBefore: Date, now: Date): Promise<boolean> {
    const isStale = 'revoked_at IS NULL AND (last_used_at IS NULL OR last_used_at <= :staleBefore)';
    return this.mark(id, isStale, { lastUsedAt: now }, { staleBefore });
  }

  async revoke(id: string, now: Date): Promise<boolean> {
    return this.mark(id, 'revoked_at IS NULL', { revokedAt: now });
  }

  private get rows() {
    return this.db.dataSource.getRepository(this.db.entities.clients);
  }

  private async mark(
    id: string,
    guard: string,
    fields: { lastUsedAt: Date } | { revokedAt: Date },
    values: { staleBefore?: Date } = {},
  ): Promise<boolean> {
    assertId(id);
    const marked = await this.db.update(this.db.entities.clients, (query) =>
      query.set(fields).where(`id = :id AND ${guard}`, { id, ...values }),
    );
    return marked === 1;
  }
}
