import type { SetupState } from '@janus/auth';
import { SetupRepository } from '@janus/auth';
import { assertId } from '@janus/kernel';
import type { SqlDatabase } from './sql-database.js';
import { onlyRow } from './tables.js';

export class TypeormSetup extends SetupRepository {
  constructor(private readonly db: SqlDatabase) {
    super();
  }

  async read(): Promise<SetupState> {
    const repository = this.db.dataSource.getRepository(this.db.entities.setup);
    const { id: _, ...state } = await this.db.run(() => repository.findOneByOrFail({ id: onlyRow }));
    return state;
  }

  async putToken(tokenDigest: string, expiresAt: Date): Promise<void> {
    await this.db.update(this.db.entities.setup, (query) =>
      query.set({ tokenDigest, tokenExpiresAt: expiresAt }).where('id = :id', { id: onlyRow }),
    );
  }

  async claim(userId: string, now: Date): Promise<boolean> {
    assertId(userId);
    const claimed = await this.db.update(this.db.entities.setup, (query) =>
      query.set({ claimedBy: userId, claimedAt: now }).where('id = :id AND claimed_by IS NULL', { id: onlyRow }),
    );
    return claimed === 1;
  }
}
