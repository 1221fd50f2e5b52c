import { assertId } from '@janus/kernel';
import type { Invitation } from '@janus/users';
import { InvitationsRepository } from '@janus/users';
import { assertText } from './documents.js';
import type { MongoDatabase } from './mongo-database.js';
import { isDuplicate } from './mongo-errors.js';
import { sweepCollection } from './sweep-collection.js';

export class MongooseInvitations extends InvitationsRepository {
  constructor(private readonly db: MongoDatabase) {
    super();
  }

  async put({ userId, tokenDigest, createdAt, expiresAt }: Invitation): Promise<void> {
    assertId(userId);
    await this.db.requireUser(userId);
    const upsert = () =>
      this.db.run(() =>
        this.db.models.invitations
          .updateOne({ _id: userId }, { $set: { tokenDigest, createdAt, expiresAt } }, { upsert: true })
          .exec(),
      );
    // Of two first upserts at once one finds the other's document when it inserts: it exists now.
    await upsert().catch((error: unknown) => {
      if (!isDuplicate(error, '_id')) throw error;
      return upsert();
    });
  }

  async findByDigest(tokenDigest: string): Promise<Invitation | null> {
    assertText(tokenDigest);
    const found = await this.db.run(() => this.db.models.invitations.findOne({ tokenDigest }).lean().exec());
    if (!found) return null;
    const { _id, ...invitation } = found;
    return { userId: _id, ...invitation };
  }

  async remove(userId: string, tokenDigest: string): Promise<boolean> {
    assertId(userId);
    assertText(tokenDigest);
    const { deletedCount } = await this.db.run(() =>
      this.db.models.invitations.deleteOne({ _id: userId, tokenDigest }).exec(),
    );
    return deletedCount === 1;
  }

  sweep(before: Date, limit: number): Promise<number> {
    return sweepCollection(this.db, this.db.models.invitations, before, limit);
  }
}
