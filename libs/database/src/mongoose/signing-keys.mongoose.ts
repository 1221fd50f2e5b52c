import type { SigningKey } from '@janus/auth';
import { SigningKeysRepository } from '@janus/auth';
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
    return found.map(({ _id, ...key }) => ({ kid: _id, ...key }));
  }
}
