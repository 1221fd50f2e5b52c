import type { ServiceClient } from './service-client.js';

/** Credentials of services. Revoked ones stay, so that the list says what there was. Ids must be valid (TypeError otherwise). */
export abstract class ClientsRepository {
  abstract insert(client: ServiceClient): Promise<void>;

  /** Whatever its state; null if there is no such client. */
  abstract find(id: string): Promise<ServiceClient | null>;

  /** Every client, the oldest first, ties by id. */
  abstract list(): Promise<ServiceClient[]>;

  /**
   * Notes that the client was used, unless that was noted after `staleBefore`: a busy client costs a write once in a while.
   * @returns false if it was noted later than that, or the client is revoked or unknown: of several callers exactly one gets true
   */
  abstract noteUse(id: string, staleBefore: Date, now: Date): Promise<boolean>;

  /** Takes the credential back, for good. @returns false if it is already, or unknown: of several callers exactly one gets true */
  abstract revoke(id: string, now: Date): Promise<boolean>;
}
