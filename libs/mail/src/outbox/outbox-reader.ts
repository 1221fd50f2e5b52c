import type { MessageState, OutboxMessage } from './outbox-message.js';

/** Where a page ended. */
export interface MessagePosition {
  readonly createdAt: Date;
  readonly id: string;
}

export interface MessagePageQuery {
  /** Null: whatever its state is. */
  readonly state: MessageState | null;
  readonly after: MessagePosition | null;
  readonly limit: number;
}

/** What operators see of the outbox. */
export abstract class OutboxReader {
  abstract find(id: string): Promise<OutboxMessage | null>;

  /** The newest first, ties by id in the same direction. */
  abstract list(query: MessagePageQuery): Promise<OutboxMessage[]>;

  abstract count(state: MessageState | null): Promise<number>;
}
