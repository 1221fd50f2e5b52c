/** One mail, ready to go to one address. */
export interface Mail {
  /** The message of the outbox: the same id at every attempt, so that a duplicate can be recognised. */
  readonly id: string;
  /** Normalised: exactly one address, nothing else. */
  readonly recipient: string;
  readonly language: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Its one link, which only development may show. */
  readonly link: string | null;
}

/**
 * Why a mail did not go. `unreachable`: no mail goes now. `temporary`: not this one, not now. `permanent`: never this one.
 * The message is short and in our own words: what servers say may repeat the mail.
 */
export class SendError extends Error {
  constructor(
    readonly kind: 'unreachable' | 'temporary' | 'permanent',
    message: string,
  ) {
    super(message);
  }
}

/** The way out. */
export abstract class Mailer {
  /** Resolves once the mail has been taken over. @throws SendError */
  abstract send(mail: Mail, now: Date): Promise<void>;

  /** Cuts what is under way. */
  abstract close(): void;
}
