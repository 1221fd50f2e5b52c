import Libsql from 'libsql';

interface Statement {
  run(...parameters: unknown[]): unknown;
  all(...parameters: unknown[]): unknown;
  get(...parameters: unknown[]): unknown;
}

interface Connection {
  readonly inTransaction: boolean;
  prepare(sql: string): Statement;
  exec(sql: string): void;
}

const writes = /^\s*(?:INSERT|UPDATE|DELETE|REPLACE)\b/i;
const control = /^\s*(?:BEGIN|COMMIT|ROLLBACK)\b/i;

/**
 * SQLite whose writes take the lock before they begin. libsql does not reset a statement that was refused with SQLITE_BUSY: it
 * stays half done, the connection's later writes join it and are reported as made, and all of them are lost when it is run
 * again. `exec` leaves nothing behind, so the lock is taken by `exec`, and the statement itself is never refused.
 */
export const GuardedSqlite = class extends (Libsql as unknown as new (...parameters: unknown[]) => Connection) {
  override prepare(sql: string): Statement {
    const statement = super.prepare(sql);
    if (control.test(sql)) {
      statement.run = () => {
        this.exec(sql);
        return { changes: 0, lastInsertRowid: 0 };
      };
    } else if (writes.test(sql)) {
      for (const name of ['run', 'all', 'get'] as const) {
        const original = statement[name].bind(statement);
        statement[name] = (...parameters) => this.underLock(() => original(...parameters));
      }
    }
    return statement;
  }

  private underLock<T>(write: () => T): T {
    if (this.inTransaction) return write();
    this.exec('BEGIN IMMEDIATE');
    try {
      const result = write();
      this.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.inTransaction) this.exec('ROLLBACK');
      throw error;
    }
  }
};
