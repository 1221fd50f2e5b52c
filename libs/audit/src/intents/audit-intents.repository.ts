import type { AuditEvent } from '../audit-event.js';

/** A change that is about to be made: if its process dies, the log learns of it all the same. */
export interface AuditIntent {
  /** The event as it will be recorded; the id of the intent is its id. */
  readonly event: AuditEvent;
  /** When it was announced, or last looked at by who settles what others have left. */
  readonly announcedAt: Date;
}

export abstract class AuditIntentsRepository {
  abstract put(intent: AuditIntent): Promise<void>;

  /** Forgets a settled intent. @returns whether it was there */
  abstract remove(id: string): Promise<boolean>;

  /** Intents that were announced before the instant, the oldest first. */
  abstract listBefore(before: Date, limit: number): Promise<AuditIntent[]>;

  /** Takes an intent upon oneself. @returns false if another did, or it is gone: of several callers exactly one gets true */
  abstract take(id: string, announcedAt: Date, now: Date): Promise<boolean>;
}
