import { assertId } from '@janus/kernel';
import type { Invitation } from '@janus/users';
import { InvitationsRepository } from '@janus/users';
import { assertText } from './documents.js';
import type { MongoDatabase } from './mongo-database.js';
import { sweepCollection } from './sweep-collection.js';

export class MongooseInvitations extends InvitationsRepository {
  constructor(private readonly db: MongoDatabase) {
    super();
  }

  async put({ userId, ...fields }: Invitation): Promise<void> {
    assertId(userId);
    await this.db.requireUser(userId);
    await this.db.upsert(this.db.models.invitations, { _id: userId }, { $set: fields });
  }

  async findByDigest(tokenDigest: string): Promise<Invitation | null> {
    assertText(tokenDigest);
    const found = await this.db.run(() => this.db.models.invitations.findOne({ tokenDigest }).lean().exec());
    if (!found) return null;
    // The release before this one only handed links over.
    const { _id, verifiesEmail = false, ...invitation } = found;
    return { userId: _id, ...invitation, verifiesEmail };
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
