import type { ServiceClient } from '@janus/auth';
import { ClientsRepository } from '@janus/auth';
import { assertId } from '@janus/kernel';
import type { ServiceClientDoc } from './models.js';
import type { MongoDatabase } from './mongo-database.js';

export class MongooseClients extends ClientsRepository {
  constructor(private readonly db: MongoDatabase) {
    super();
  }

  async insert({ id, ...fields }: ServiceClient): Promise<void> {
    assertId(id);
    await this.db.run(() => this.db.models.clients.insertOne({ _id: id, ...fields }));
  }

  async find(id: string): Promise<ServiceClient | null> {
    assertId(id);
    const found = await this.db.run(() => this.db.models.clients.findById(id).lean().exec());
    return found ? toClient(found) : null;
  }

  async list(): Promise<ServiceClient[]> {
    const found = await this.db.run(() => this.db.models.clients.find().sort({ createdAt: 1, _id: 1 }).lean().exec());
    return found.map(toClient);
  }

  async noteUse(id: string, staleBefore: Date, now: Date): Promise<boolean> {
    assertId(id);
    const isStale = { $or: [{ lastUsedAt: null }, { lastUsedAt: { $lte: staleBefore } }] };
    const guard = { _id: id, revokedAt: null, ...isStale };
    return this.db.update(this.db.models.clients, guard, { $set: { lastUsedAt: now } });
  }

  async revoke(id: string, now: Date): Promise<boolean> {
    assertId(id);
    return this.db.update(this.db.models.clients, { _id: id, revokedAt: null }, { $set: { revokedAt: now } });
  }
}

function toClient({ _id, ...client }: ServiceClientDoc): ServiceClient {
  return { id: _id, ...client };
}
