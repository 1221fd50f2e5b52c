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
    const rows = await this.db.run(() => repository.find({ order: { createdAt: 'ASC', kid: 'ASC' } }));
    // A key of the release before this one signs from its first day.
    return rows.map((row) => ({ ...row, activatesAt: row.activatesAt ?? row.createdAt }));
  }

  async retire(kid: string, now: Date): Promise<boolean> {
    return this.mark(kid, 'retired_at IS NULL AND revoked_at IS NULL', { retiredAt: now });
  }

  async revoke(kid: string, now: Date): Promise<boolean> {
    return this.mark(kid, 'revoked_at IS NULL', { revokedAt: now });
  }

  async remove(kid: string): Promise<boolean> {
    return (await this.db.delete(this.db.entities.signingKeys, 'kid = :kid', { kid })) === 1;
  }

  private async mark(kid: string, guard: string, fields: { retiredAt: Date } | { revokedAt: Date }): Promise<boolean> {
    const marked = await this.db.update(this.db.entities.signingKeys, (query) =>
      query.set(fields).where(`kid = :kid AND ${guard}`, { kid }),
    );
    return marked === 1;
  }
}
