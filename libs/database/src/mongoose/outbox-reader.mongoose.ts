import { assertId } from '@janus/kernel';
import type { MessagePageQuery, MessagePosition, MessageState, OutboxMessage } from '@janus/mail';
import { OutboxReader } from '@janus/mail';
import { toMessage } from './documents.js';
import type { MongoDatabase } from './mongo-database.js';
import { ours } from './mongo-database.js';

export class MongooseOutboxReader extends OutboxReader {
  constructor(private readonly db: MongoDatabase) {
    super();
  }

  async find(id: string): Promise<OutboxMessage | null> {
    assertId(id);
    const found = await this.db.run(() => this.db.models.outbox.findById(id).lean().exec());
    return found && toMessage(found);
  }

  async list({ state, after, limit }: MessagePageQuery): Promise<OutboxMessage[]> {
    const page = ours({ ...inState(state), ...(after === null ? {} : isBeyond(after)) });
    const found = await this.db.run(() =>
      this.db.models.outbox.find(page).sort({ createdAt: -1, _id: -1 }).limit(limit).lean().exec(),
    );
    return found.map(toMessage);
  }

  async count(state: MessageState | null): Promise<number> {
    return this.db.run(() => this.db.models.outbox.countDocuments(ours(inState(state))).exec());
  }
}

function inState(state: MessageState | null): { state?: MessageState } {
  return state === null ? {} : { state };
}

function isBeyond({ createdAt, id }: MessagePosition): object {
  return { $or: [{ createdAt: { $lt: createdAt } }, { createdAt, _id: { $lt: id } }] };
}
