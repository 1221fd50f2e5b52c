import { assertId, compareText } from '@janus/kernel';
import type { MessagePageQuery, MessageState, OutboxMessage } from '@janus/mail';
import { OutboxReader } from '@janus/mail';
import type { MemoryStore } from './memory-store.js';
import { copyOf } from './memory-store.js';

export class MemoryOutboxReader extends OutboxReader {
  constructor(private readonly store: MemoryStore) {
    super();
  }

  async find(id: string): Promise<OutboxMessage | null> {
    assertId(id);
    const found = this.store.outbox.get(id);
    return found ? copyOf(found) : null;
  }

  async list({ state, after, limit }: MessagePageQuery): Promise<OutboxMessage[]> {
    return this.inState(state)
      .toSorted((a, b) => Number(b.createdAt) - Number(a.createdAt) || compareText(b.id, a.id))
      .filter((one) => after === null || isBeyond(one, after))
      .slice(0, limit)
      .map((one) => copyOf(one));
  }

  async count(state: MessageState | null): Promise<number> {
    return this.inState(state).length;
  }

  private inState(state: MessageState | null): OutboxMessage[] {
    return [...this.store.outbox.values()].filter((one) => state === null || one.state === state);
  }
}

function isBeyond({ id, createdAt }: OutboxMessage, after: NonNullable<MessagePageQuery['after']>): boolean {
  if (createdAt < after.createdAt) return true;
  return createdAt.getTime() === after.createdAt.getTime() && compareText(id, after.id) < 0;
}
