import type { LinkPurpose, OneTimeLink } from '@janus/auth';
import { LinksRepository } from '@janus/auth';
import { assertId } from '@janus/kernel';
import { linkKey } from '../link-key.js';
import { assertText } from './documents.js';
import type { MongoDatabase } from './mongo-database.js';
import { ours } from './mongo-database.js';
import { sweepCollection } from './sweep-collection.js';

export class MongooseLinks extends LinksRepository {
  constructor(private readonly db: MongoDatabase) {
    super();
  }

  async put(link: OneTimeLink): Promise<void> {
    const _id = linkKey(link.userId, link.slot);
    await this.db.requireUser(link.userId);
    await this.db.upsert(this.db.models.links, { _id }, { $set: { ...link } });
  }

  async findByDigest(tokenDigest: string): Promise<OneTimeLink | null> {
    assertText(tokenDigest);
    const found = await this.db.run(() => this.db.models.links.findOne({ tokenDigest }).lean().exec());
    if (!found) return null;
    const { _id: _key, ...link } = found;
    return link;
  }

  async remove(userId: string, slot: string, tokenDigest: string): Promise<boolean> {
    assertText(tokenDigest);
    const guard = { _id: linkKey(userId, slot), tokenDigest };
    const { deletedCount } = await this.db.run(() => this.db.models.links.deleteOne(guard).exec());
    return deletedCount === 1;
  }

  async removeSince(userId: string, purpose: LinkPurpose, since: Date): Promise<number> {
    assertId(userId);
    const guard = ours({ userId, purpose, createdAt: { $gte: since } });
    const { deletedCount } = await this.db.run(() => this.db.models.links.deleteMany(guard).exec());
    return deletedCount;
  }

  sweep(before: Date, limit: number): Promise<number> {
    return sweepCollection(this.db, this.db.models.links, before, limit);
  }
}
