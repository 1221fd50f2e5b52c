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
  /**
   * Counted when it is claimed, so that one which ends its process counts too; not those that no server answered, for an outage
   * is no fault of the message.
   */
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
    ...unleased,
    state: 'queued',
    sentAt: null,
    lastError: null,
  };
}

/** What a message has while nobody sends it. */
export const unleased = { leaseOwner: null, leaseUntil: null } as const;

/** What changes when the server has it: the payload is of no use any more. */
export function whenSent(now: Date) {
  return { ...unleased, state: 'sent', sentAt: now, payload: null, lastError: null } as const;
}

/** Why and until when a message has to wait, and how many attempts count from now on. */
export type SendFailure = Pick<OutboxMessage, 'attempts' | 'nextAttemptAt'> & { readonly lastError: string };

/** What changes when it has to wait for another try. */
export function whenFailed({ attempts, nextAttemptAt, lastError }: SendFailure) {
  return { ...unleased, attempts, nextAttemptAt, lastError } as const;
}

/** What changes when it is given up; the payload stays, for it may be tried again by hand. */
export function whenDead(lastError: string) {
  return { ...unleased, state: 'dead', lastError } as const;
}

/** What changes when a dead one waits again. */
export function whenRetried(now: Date) {
  return { state: 'queued', attempts: 0, nextAttemptAt: now } as const;
}

/** Told of a message that waited too long. */
export const expiredError = 'it expired before it could be sent';

/** What changes when it is not worth sending any more; why it was sent or given up before stays. */
export function whenExpired(state: MessageState) {
  const told = state === 'queued' ? { lastError: expiredError } : {};
  return { ...unleased, ...told, state: 'dead', payload: null } as const;
}
