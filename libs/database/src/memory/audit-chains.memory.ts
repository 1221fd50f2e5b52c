import type { AuditChain, ChainHead, ChainPruning } from '@janus/audit';
import { AuditChainsRepository } from '@janus/audit';
import { assertId } from '@janus/kernel';
import type { MemoryStore } from './memory-store.js';
import { copyOf } from './memory-store.js';

export class MemoryAuditChains extends AuditChainsRepository {
  constructor(private readonly store: MemoryStore) {
    super();
  }

  async open(chain: AuditChain): Promise<boolean> {
    assertId(chain.id);
    if ([...this.store.auditChains.values()].some(({ ordinal }) => ordinal === chain.ordinal)) return false;
    this.store.auditChains.set(chain.id, copyOf(chain));
    return true;
  }

  async list(): Promise<AuditChain[]> {
    return [...this.store.auditChains.values()].toSorted((a, b) => a.ordinal - b.ordinal).map((chain) => copyOf(chain));
  }

  async find(id: string): Promise<AuditChain | null> {
    assertId(id);
    const found = this.store.auditChains.get(id);
    return found ? copyOf(found) : null;
  }

  async lastOrdinal(): Promise<number> {
    return Math.max(0, ...[...this.store.auditChains.values()].map(({ ordinal }) => ordinal));
  }

  async advance(id: string, { seq, hash, headMac }: ChainHead): Promise<boolean> {
    return this.change(id, (chain) => chain.seq < seq, { seq, hash, headMac });
  }

  async prune(id: string, { prunedSeq, prunedHash, prunedMac }: ChainPruning): Promise<boolean> {
    return this.change(id, (chain) => chain.prunedSeq < prunedSeq, { prunedSeq, prunedHash, prunedMac });
  }

  private change(id: string, guard: (chain: AuditChain) => boolean, fields: Partial<AuditChain>): boolean {
    assertId(id);
    const chain = this.store.auditChains.get(id);
    if (!chain || !guard(chain)) return false;
    this.store.auditChains.set(id, copyOf({ ...chain, ...fields }));
    return true;
  }
}
