import type { SigningKey } from '@janus/auth';
import { SigningKeysRepository } from '@janus/auth';
import { isDuplicate } from './driver-errors.js';
import type { SqlDatabase } from './sql-database.js';

export class TypeormSigningKeys extends SigningKeysRepository {
  constructor(private readonly db: SqlDatabase) {
    super();
  }

  async insert(key: SigningKey): Promise<boolean> {
    const { signingKeys } = this.db.entities;
    try {
      await this.db.insert(signingKeys, key);
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  async list(): Promise<SigningKey[]> {
    const repository = this.db.dataSource.getRepository(this.db.entities.signingKeys);
    return this.db.run(() => repository.find({ order: { createdAt: 'ASC', kid: 'ASC' } }));
  }
}
