import type { IdempotencyRecord, KeptAnswer } from '@janus/users';
import { IdempotencyRepository } from '@janus/users';
import { isDuplicate } from './driver-errors.js';
import type { SqlDatabase } from './sql-database.js';
import { sweepTable } from './sweep-table.js';

type Claim = Omit<IdempotencyRecord, 'answer'>;

export class TypeormIdempotency extends IdempotencyRepository {
  constructor(private readonly db: SqlDatabase) {
    super();
  }

  async claim(record: Claim, staleBefore: Date): Promise<IdempotencyRecord | null> {
    for (;;) {
      if ((await this.insert(record)) || (await this.takeOver(record, staleBefore))) return null;
      const holder = await this.find(record.id);
      // Released or swept between the two statements: the key is free again.
      if (holder) return holder;
    }
  }

  async complete(id: string, claimedAt: Date, answer: KeptAnswer): Promise<boolean> {
    const completed = await this.db.update(this.db.entities.idempotency, (query) =>
      query
        .set({ answer: JSON.stringify(answer) })
        .where('id = :id AND claimed_at = :claimedAt AND answer IS NULL', { id, claimedAt }),
    );
    return completed === 1;
  }

  async release(id: string, claimedAt: Date): Promise<boolean> {
    return (
      (await this.db.delete(this.db.entities.idempotency, 'id = :id AND claimed_at = :claimedAt AND answer IS NULL', {
        id,
        claimedAt,
      })) === 1
    );
  }

  sweep(before: Date, limit: number): Promise<number> {
    return sweepTable(this.db, this.db.entities.idempotency, 'id', before, limit);
  }

  private async insert(record: Claim): Promise<boolean> {
    const { idempotency } = this.db.entities;
    const values = { ...record, answer: null };
    try {
      await this.db.insert(idempotency, values);
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  private async takeOver({ id, requestDigest, claimedAt, expiresAt }: Claim, staleBefore: Date): Promise<boolean> {
    const taken = await this.db.update(this.db.entities.idempotency, (query) =>
      query
        .set({ requestDigest, claimedAt, expiresAt, answer: null })
        .where('id = :id AND (expires_at <= :claimedAt OR (answer IS NULL AND claimed_at < :staleBefore))', {
          id,
          claimedAt,
          staleBefore,
        }),
    );
    return taken === 1;
  }

  private async find(id: string): Promise<IdempotencyRecord | null> {
    const row = await this.db.run(() =>
      this.db.dataSource.getRepository(this.db.entities.idempotency).findOneBy({ id }),
    );
    return row && { ...row, answer: row.answer === null ? null : (JSON.parse(row.answer) as KeptAnswer) };
  }
}
