import type { NewMessage, OutboxMessage, SendFailure } from './outbox-message.js';

/** Mails on their way. Every transition is guarded and says whether it won; the payload goes when it is of no use any more. */
export abstract class OutboxRepository {
  /** @returns false if the key exists: the message under it is the one */
  abstract insert(message: NewMessage): Promise<boolean>;

  /**
   * Takes up to `limit` messages that are queued, due, not expired and under nobody's living lease, the longest due first, and
   * counts the attempt. Of several claimers each message goes to exactly one.
   * @returns the messages as they are now; none only if nothing was to be had
   */
  abstract claim(owner: string, now: Date, leaseUntil: Date, limit: number): Promise<OutboxMessage[]>;

  /** Holds on to a message while it is being sent. @returns false if the owner has lost it */
  abstract extend(id: string, owner: string, leaseUntil: Date): Promise<boolean>;

  /** The server has it: the payload goes. @returns false if the owner has lost it */
  abstract markSent(id: string, owner: string, now: Date): Promise<boolean>;

  /** Not this time. @returns false if the owner has lost it */
  abstract markFailed(id: string, owner: string, failure: SendFailure): Promise<boolean>;

  /** Never by itself; the payload stays, so that it may be tried again by hand. @returns false if the owner has lost it */
  abstract markDead(id: string, owner: string, error: string): Promise<boolean>;

  /** A dead message that has not expired waits again, as if it were new. @returns false if it is none */
  abstract retry(id: string, now: Date): Promise<boolean>;

  /**
   * Up to `limit` of each: messages that expired at `now` or before lose their payload, and are dead if they were queued;
   * messages that expired before `before` are deleted. What is under a living lease is left alone.
   * @returns the larger of the two numbers: less than `limit` means that nothing is left to do
   */
  abstract sweep(now: Date, before: Date, limit: number): Promise<number>;
}
