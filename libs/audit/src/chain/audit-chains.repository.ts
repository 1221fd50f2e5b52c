/** The chain of one process: where it begins and ends now. */
export interface AuditChain {
  readonly id: string;
  /** 1, 2, 3 … over all processes: a chain that is missing altogether is found by its ordinal. */
  readonly ordinal: number;
  readonly startedAt: Date;
  /** The last entry that is known to be stored, and its hash; there may be later ones. 0 and '' before the first. */
  readonly seq: number;
  readonly hash: string;
  /** Keyed digest of all of the above. */
  readonly headMac: string;
  /** Entries up to this one were removed when they were old enough, and the hash of the last of them; 0 and ''. */
  readonly prunedSeq: number;
  readonly prunedHash: string;
  /** Keyed digest of what was pruned. */
  readonly prunedMac: string;
}

export type ChainHead = Pick<AuditChain, 'seq' | 'hash' | 'headMac'>;
export type ChainPruning = Pick<AuditChain, 'prunedSeq' | 'prunedHash' | 'prunedMac'>;

export abstract class AuditChainsRepository {
  /** Stores a new chain. @returns false if the ordinal is taken: of several callers exactly one gets true */
  abstract open(chain: AuditChain): Promise<boolean>;

  /** All chains by ordinal. */
  abstract list(): Promise<AuditChain[]>;

  abstract find(id: string): Promise<AuditChain | null>;

  /** The highest ordinal, 0 if there is none. */
  abstract lastOrdinal(): Promise<number>;

  /** Moves the end of a chain forward. @returns false if it is there or beyond already */
  abstract advance(id: string, head: ChainHead): Promise<boolean>;

  /** Notes up to where the beginning is about to be removed. @returns false if it is noted so or beyond already */
  abstract prune(id: string, pruning: ChainPruning): Promise<boolean>;
}
