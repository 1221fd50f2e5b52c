import type { SetupState } from '@janus/auth';
import { SetupRepository } from '@janus/auth';
import { assertId } from '@janus/kernel';
import { onlyDocument } from './models.js';
import type { MongoDatabase } from './mongo-database.js';

export class MongooseSetup extends SetupRepository {
  constructor(private readonly db: MongoDatabase) {
    super();
  }

  async read(): Promise<SetupState> {
    const { _id, ...state } = await this.db.run(() =>
      this.db.models.setup.findById(onlyDocument).lean().orFail().exec(),
    );
    return state;
  }

  async putToken(tokenDigest: string, expiresAt: Date): Promise<void> {
    await this.change({}, { tokenDigest, tokenExpiresAt: expiresAt });
  }

  async claim(userId: string, now: Date): Promise<boolean> {
    assertId(userId);
    return this.change({ claimedBy: null }, { claimedBy: userId, claimedAt: now });
  }

  private change(guard: object, fields: object): Promise<boolean> {
    return this.db.update(this.db.models.setup, { _id: onlyDocument, ...guard }, { $set: fields });
  }
}
