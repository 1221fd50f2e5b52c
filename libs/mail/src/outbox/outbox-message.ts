/** Where a message is: waiting (also while somebody sends it), handed over, or given up. */
export const messageStates = ['queued', 'sent', 'dead'] as const;
export type MessageState = (typeof messageStates)[number];

/** A mail that somebody asked for. */
export interface OutboxMessage {
  readonly id: string;
  /** Whoever asks twice under one key gets one mail. */
  readonly idempotencyKey: string;
  readonly template: string;
  /** One normalised address. */
  readonly recipient: string;
  /** The language it is written in. */
  readonly locale: string | null;
  /** What the template is filled with, sealed, for it holds one-time tokens; null once it is of no use any more. */
  readonly payload: string | null;
  readonly createdAt: Date;
  /** Not before this instant. */
  readonly nextAttemptAt: Date;
  /** Counted when it is claimed, so that one which ends its process counts too. */
  readonly attempts: number;
  /** Who sends it now; others keep off until the lease has run out. */
  readonly leaseOwner: string | null;
  readonly leaseUntil: Date | null;
  readonly state: MessageState;
  readonly sentAt: Date | null;
  /** Why the latest attempt failed, in our own words: what a server says may repeat the mail. */
  readonly lastError: string | null;
  /** From then on it is not worth sending. */
  readonly expiresAt: Date;
}

export type NewMessage = Pick<
  OutboxMessage,
  'id' | 'idempotencyKey' | 'template' | 'recipient' | 'locale' | 'createdAt' | 'expiresAt'
> & { readonly payload: string };

/** A message that nobody has tried to send yet. */
export function freshMessage(message: NewMessage): OutboxMessage {
  return {
    ...message,
    nextAttemptAt: message.createdAt,
    attempts: 0,
    leaseOwner: null,
    leaseUntil: null,
    state: 'queued',
    sentAt: null,
    lastError: null,
  };
}

/** Told of a message that waited too long. */
export const expiredError = 'it expired before it could be sent';
