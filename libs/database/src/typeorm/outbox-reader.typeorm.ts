import { assertId } from '@janus/kernel';
import type { MessagePageQuery, MessageState, OutboxMessage } from '@janus/mail';
import { OutboxReader } from '@janus/mail';
import type { SelectQueryBuilder } from 'typeorm';
import type { SqlDatabase } from './sql-database.js';

export class TypeormOutboxReader extends OutboxReader {
  constructor(private readonly db: SqlDatabase) {
    super();
  }

  async find(id: string): Promise<OutboxMessage | null> {
    assertId(id);
    return this.db.run(() => this.db.dataSource.getRepository(this.db.entities.outbox).findOneBy({ id }));
  }

  async list({ state, after, limit }: MessagePageQuery): Promise<OutboxMessage[]> {
    const query = this.inState(state);
    if (after !== null)
      query.andWhere('(m.createdAt < :at OR (m.createdAt = :at AND m.id < :id))', {
        at: after.createdAt,
        id: after.id,
      });
    return this.db.run(() => query.orderBy('m.createdAt', 'DESC').addOrderBy('m.id', 'DESC').limit(limit).getMany());
  }

  async count(state: MessageState | null): Promise<number> {
    return this.db.run(() => this.inState(state).getCount());
  }

  private inState(state: MessageState | null): SelectQueryBuilder<OutboxMessage> {
    const query = this.db.select(this.db.entities.outbox, 'm');
    return state === null ? query : query.where('m.state = :state', { state });
  }
}
