import type { AttemptCount } from '@janus/auth';
import { AttemptsRepository } from '@janus/auth';
import { isDuplicate } from './driver-errors.js';
import type { SqlValue } from './prepared-statements.js';
import { instant, instantOrNull } from './rows.js';
import type { SqlDatabase } from './sql-database.js';
import { sweepTable } from './sweep-table.js';

const selection = `SELECT id, account, failures, locked_until, expires_at FROM sign_in_attempts WHERE id = ?`;
const insertion = `INSERT INTO sign_in_attempts (id, account, failures, locked_until, expires_at) VALUES (?, ?, ?, ?, ?)`;
const counting = `UPDATE sign_in_attempts SET failures = ?, locked_until = ?, expires_at = ?
  WHERE id = ? AND failures = ? AND (locked_until IS NULL OR locked_until <= ?)`;
const extension = `UPDATE sign_in_attempts SET expires_at = ? WHERE id = ?`;
const givingBack = `UPDATE sign_in_attempts SET failures = failures - 1, locked_until = NULL WHERE id = ? AND failures = ?`;
const clearance = `DELETE FROM sign_in_attempts WHERE id = ?`;
const accountClearance = `DELETE FROM sign_in_attempts WHERE account = ?`;

/** Prepared statements all along: every sign-in counts, and the time it takes must tell nothing. */
export class TypeormAttempts extends AttemptsRepository {
  constructor(private readonly db: SqlDatabase) {
    super();
  }

  async find(key: string): Promise<AttemptCount | null> {
    const [row] = await this.db.run(() => this.db.prepared.rows(selection, [key]));
    if (!row) return null;
    return {
      key: row['id'] as string,
      account: row['account'] as string,
      failures: row['failures'] as number,
      lockedUntil: instantOrNull(row['locked_until']),
      expiresAt: instant(row['expires_at']),
    };
  }

  async count({ key, account, failures, lockedUntil, expiresAt }: AttemptCount, seen: number | null, now: Date) {
    if (seen !== null) return this.wins(counting, [failures, lockedUntil, expiresAt, key, seen, now]);
    try {
      return await this.wins(insertion, [key, account, failures, lockedUntil, expiresAt]);
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  extend(key: string, expiresAt: Date): Promise<boolean> {
    return this.wins(extension, [expiresAt, key]);
  }

  giveBack(key: string, failures: number): Promise<boolean> {
    return this.wins(givingBack, [key, failures]);
  }

  clear(key: string): Promise<boolean> {
    return this.wins(clearance, [key]);
  }

  clearAccount(account: string): Promise<number> {
    return this.db.execute(accountClearance, [account]);
  }

  sweep(before: Date, limit: number): Promise<number> {
    return sweepTable(this.db, this.db.entities.attempts, 'id', before, limit);
  }

  private async wins(sql: string, values: readonly SqlValue[]): Promise<boolean> {
    return (await this.db.execute(sql, values)) === 1;
  }
}
