import type { Role } from '@janus/access';
import type { AuditEvent, AuditEventType, AuditOutcome } from './audit-event.js';

/** An event in its place in the chain of the process that has recorded it. */
export interface AuditEntry {
  readonly event: AuditEvent;
  readonly chainId: string;
  /** 1, 2, 3 … within the chain. */
  readonly seq: number;
  /** Keyed digest of the event and of the hash before it. */
  readonly hash: string;
}

/** Whose events a reader sees. `own`: the actor or the target is the user. `below`: also those about living users of these roles. */
export type AuditVisibility =
  | { readonly kind: 'all' }
  | { readonly kind: 'own'; readonly userId: string }
  | { readonly kind: 'below'; readonly userId: string; readonly roles: readonly Role[] };

/** Which events a list holds. Null means "do not ask". */
export interface AuditFilter {
  readonly visibility: AuditVisibility;
  readonly actorId: string | null;
  readonly targetId: string | null;
  readonly type: AuditEventType | null;
  readonly outcome: AuditOutcome | null;
  /** At this instant or later. */
  readonly from: Date | null;
  /** Before this instant. */
  readonly to: Date | null;
}

/** Where the previous page ended. */
export interface AuditPosition {
  readonly at: Date;
  readonly id: string;
}

export interface AuditPageQuery extends AuditFilter {
  readonly after: AuditPosition | null;
  /** At most so many, 1 or more. */
  readonly limit: number;
}

/** The audit log: entries are added and, when they are old enough, removed; never changed. */
export abstract class AuditLogRepository {
  /**
   * Adds entries of one chain in their order. If it fails, none or the first few of them are stored.
   * @throws an error if an id, or a place in the chain, is taken
   */
  abstract append(entries: readonly AuditEntry[]): Promise<void>;

  abstract has(id: string): Promise<boolean>;

  /** One page, the latest first, ties by descending id; fewer than `limit` means that it is the last one. */
  abstract list(query: AuditPageQuery): Promise<AuditEvent[]>;

  /** How many events the filter lets through. Costs a scan. */
  abstract count(filter: AuditFilter): Promise<number>;

  /** The ids of all chains that have entries. */
  abstract chainIds(): Promise<string[]>;

  /** Entries of a chain in their order, those behind `afterSeq`. */
  abstract readChain(chainId: string, afterSeq: number, limit: number): Promise<AuditEntry[]>;

  /** Removes the beginning of a chain up to and with `seq`. @returns how many entries */
  abstract removeUpTo(chainId: string, seq: number): Promise<number>;
}
