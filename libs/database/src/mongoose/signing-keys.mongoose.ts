import type { SigningKey } from '@janus/auth';
import { SigningKeysRepository } from '@janus/auth';
import { assertText } from './documents.js';
import type { MongoDatabase } from './mongo-database.js';
import { isDuplicate } from './mongo-errors.js';

export class MongooseSigningKeys extends SigningKeysRepository {
  constructor(private readonly db: MongoDatabase) {
    super();
  }

  async insert({ kid, ...fields }: SigningKey): Promise<boolean> {
    try {
      await this.db.run(() => this.db.models.signingKeys.insertOne({ _id: kid, ...fields }));
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  async list(): Promise<SigningKey[]> {
    const found = await this.db.run(() =>
      this.db.models.signingKeys.find().sort({ createdAt: 1, _id: 1 }).lean().exec(),
    );
    // A key of the release before this one has no such fields, and signs from its first day.
    return found.map(({ _id, activatesAt, retiredAt = null, revokedAt = null, ...key }) => {
      return { kid: _id, ...key, activatesAt: activatesAt ?? key.createdAt, retiredAt, revokedAt };
    });
  }

  async retire(kid: string, now: Date): Promise<boolean> {
    assertText(kid);
    const guard = { _id: kid, retiredAt: null, revokedAt: null };
    return this.db.update(this.db.models.signingKeys, guard, { $set: { retiredAt: now } });
  }

  async revoke(kid: string, now: Date): Promise<boolean> {
    assertText(kid);
    return this.db.update(this.db.models.signingKeys, { _id: kid, revokedAt: null }, { $set: { revokedAt: now } });
  }

  async remove(kid: string): Promise<boolean> {
    assertText(kid);
    const { deletedCount } = await this.db.run(() => this.db.models.signingKeys.deleteOne({ _id: kid }).exec());
    return deletedCount === 1;
  }
}
