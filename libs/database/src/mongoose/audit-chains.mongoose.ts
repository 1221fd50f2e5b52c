import type { AuditChain, ChainHead, ChainPruning } from '@janus/audit';
import { AuditChainsRepository } from '@janus/audit';
import { assertId } from '@janus/kernel';
import type { AuditChainDoc } from './audit-collections.js';
import type { MongoDatabase } from './mongo-database.js';
import { isDuplicate } from './mongo-errors.js';

export class MongooseAuditChains extends AuditChainsRepository {
  constructor(private readonly db: MongoDatabase) {
    super();
  }

  async open({ id, ...fields }: AuditChain): Promise<boolean> {
    assertId(id);
    try {
      await this.db.run(() => this.db.models.auditChains.insertOne({ _id: id, ...fields }));
      return true;
    } catch (error) {
      if (isDuplicate(error, 'ordinal')) return false;
      throw error;
    }
  }

  async list(): Promise<AuditChain[]> {
    const found = await this.db.run(() => this.db.models.auditChains.find().sort({ ordinal: 1 }).lean().exec());
    return found.map(toChain);
  }

  async find(id: string): Promise<AuditChain | null> {
    assertId(id);
    const found = await this.db.run(() => this.db.models.auditChains.findById(id).lean().exec());
    return found && toChain(found);
  }

  async lastOrdinal(): Promise<number> {
    const [last] = await this.db.run(() =>
      this.db.models.auditChains.find().sort({ ordinal: -1 }).limit(1).lean().exec(),
    );
    return last?.ordinal ?? 0;
  }

  async advance(id: string, { seq, hash, headMac }: ChainHead): Promise<boolean> {
    assertId(id);
    const guard = { _id: id, seq: { $lt: seq } };
    return this.db.update(this.db.models.auditChains, guard, { $set: { seq, hash, headMac } });
  }

  async prune(id: string, { prunedSeq, prunedHash, prunedMac }: ChainPruning): Promise<boolean> {
    assertId(id);
    const guard = { _id: id, prunedSeq: { $lt: prunedSeq } };
    return this.db.update(this.db.models.auditChains, guard, { $set: { prunedSeq, prunedHash, prunedMac } });
  }
}

function toChain({ _id, ...chain }: AuditChainDoc): AuditChain {
  return { id: _id, ...chain };
}
