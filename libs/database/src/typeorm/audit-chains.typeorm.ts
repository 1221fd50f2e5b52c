import type { AuditChain, ChainHead, ChainPruning } from '@janus/audit';
import { AuditChainsRepository } from '@janus/audit';
import { assertId } from '@janus/kernel';
import type { QueryPartialEntity } from 'typeorm';
import { isDuplicate } from './driver-errors.js';
import type { SqlDatabase } from './sql-database.js';

export class TypeormAuditChains extends AuditChainsRepository {
  constructor(private readonly db: SqlDatabase) {
    super();
  }

  async open(chain: AuditChain): Promise<boolean> {
    assertId(chain.id);
    try {
      await this.db.insert(this.db.entities.auditChains, chain);
      return true;
    } catch (error) {
      if (isDuplicate(error, 'ordinal')) return false;
      throw error;
    }
  }

  list(): Promise<AuditChain[]> {
    return this.db.run(() => this.db.select(this.db.entities.auditChains, 'c').orderBy('c.ordinal').getMany());
  }

  async find(id: string): Promise<AuditChain | null> {
    assertId(id);
    return this.db.run(() => this.db.select(this.db.entities.auditChains, 'c').where('c.id = :id', { id }).getOne());
  }

  async lastOrdinal(): Promise<number> {
    const [row] = await this.db.run(() => this.db.prepared.rows('SELECT MAX(ordinal) AS n FROM audit_chains', []));
    return Number(row?.['n'] ?? 0);
  }

  advance(id: string, { seq, hash, headMac }: ChainHead): Promise<boolean> {
    return this.change(id, { seq, hash, headMac }, 'seq < :seq', { seq });
  }

  prune(id: string, { prunedSeq, prunedHash, prunedMac }: ChainPruning): Promise<boolean> {
    return this.change(id, { prunedSeq, prunedHash, prunedMac }, 'pruned_seq < :prunedSeq', { prunedSeq });
  }

  private async change(id: string, fields: QueryPartialEntity<AuditChain>, guard: string, values: object) {
    assertId(id);
    const changed = await this.db.update(this.db.entities.auditChains, (query) =>
      query.set(fields).where(`id = :id AND ${guard}`, { id, ...values }),
    );
    return changed === 1;
  }
}
