import Libsql from 'libsql/promise';
import { pragmas } from './sqlite-pragmas.js';
import { StatementCache } from './statement-cache.js';

/** What can be bound, in the form in which it is stored. */
export type SqliteValue = string | number | null;

interface Statement {
  run(parameters: readonly SqliteValue[]): { readonly changes: number };
}

/** What of libsql is used: `exec` waits in another thread, `run` in this one. */
export interface WriterConnection {
  readonly inTransaction: boolean;
  prepare(sql: string): Promise<Statement>;
  exec(sql: string): Promise<void>;
  close(): void;
}

interface Write {
  readonly statement: Statement;
  readonly parameters: readonly SqliteValue[];
  readonly giveUpAt: number;
  readonly resolve: (changes: number) => void;
  readonly reject: (error: unknown) => void;
}

type Outcome = { readonly changes: number } | { readonly error: unknown };

// Statements run in this thread, some 20 µs each: so many at a time hold up nobody.
const mostTogether = 16;

/**
 * Writes to an SQLite file on a connection of their own. Taking the lock and the commit, which waits for the disk, are done in
 * another thread; what comes meanwhile shares the next commit, in order. Each write is answered after the commit that holds it.
 * The lock is taken before the first statement, which for that reason is never refused: a refused one would stay half done (see
 * GuardedSqlite).
 */
export class SqliteWriter {
  private readonly statements = new StatementCache((sql) => this.prepare(sql));
  private readonly waiting: Write[] = [];
  private working: Promise<void> | null = null;
  private closing: Promise<void> | null = null;

  constructor(private readonly connection: WriterConnection) {}

  static async open(path: string): Promise<SqliteWriter> {
    const connection = new Libsql(path, {}) as unknown as WriterConnection;
    try {
      await connection.exec(pragmas.map((pragma) => `PRAGMA ${pragma}`).join(';'));
    } catch (error) {
      connection.close();
      throw error;
    }
    return new SqliteWriter(connection);
  }

  /**
   * @param giveUpAt by the clock of `performance`, in milliseconds; what has not been begun then is not done any more
   * @returns how many rows were matched
   * @throws the driver's error; SQLITE_BUSY if another process writes, nothing was done then
   */
  async write(sql: string, parameters: readonly SqliteValue[], giveUpAt: number): Promise<number> {
    this.assertOpen();
    const statement = await this.statements.get(sql);
    this.assertOpen();
    return new Promise((resolve, reject) => {
      this.waiting.push({ statement, parameters, giveUpAt, resolve, reject });
      this.working ??= this.work();
    });
  }

  /** After the writes that wait. What they stored is in the file itself then, unless another process is reading or writing. */
  close(): Promise<void> {
    return (this.closing ??= this.end());
  }

  private async end(): Promise<void> {
    await this.working;
    // libsql keeps statements open, so that SQLite would not do it by itself when the last connection closes.
    // What takes long is done without the lock that other writers wait for; what is left for the second one is short.
    await this.connection.exec('PRAGMA wal_checkpoint(PASSIVE); PRAGMA wal_checkpoint(TRUNCATE)').catch(() => {});
    this.connection.close();
  }

  /** libsql does not throw when it is used after it was closed: it ends the process. */
  private assertOpen(): void {
    if (this.closing) throw new Error('the database connection is not open');
  }

  private prepare(sql: string): Promise<Statement> {
    return this.connection.prepare(sql).catch((error: unknown) => {
      this.statements.forget(sql);
      throw error;
    });
  }

  private async work(): Promise<void> {
    while (this.waiting.length > 0) await this.commitNext();
    this.working = null;
  }

  private async commitNext(): Promise<void> {
    let writes: Write[] | null = null;
    try {
      await this.connection.exec('BEGIN IMMEDIATE');
      // Only now: what has come meanwhile is among them.
      writes = this.next();
      const outcomes = this.run(writes);
      await this.connection.exec('COMMIT');
      // Only now: what one was refused for may be a row of another.
      for (const [index, outcome] of outcomes.entries()) settle(writes[index], outcome);
    } catch (error) {
      await this.undo();
      for (const { reject } of writes ?? this.next()) reject(error);
    }
  }

  private run(writes: readonly Write[]): Outcome[] {
    return writes.map((write) => {
      const outcome = runOne(write);
      // A full disk and the like undo everything, not only the statement that met them. Nothing more may run: it would be stored.
      if (!this.connection.inTransaction) throw 'error' in outcome ? outcome.error : new Error('the transaction ended');
      return outcome;
    });
  }

  private next(): Write[] {
    const now = performance.now();
    const isLate = ({ giveUpAt }: Write) => giveUpAt < now;
    const next = this.waiting.splice(0, mostTogether);
    for (const { reject } of next.filter(isLate)) reject(new Error('timeout before the write began'));
    return next.filter((write) => !isLate(write));
  }

  /** Where it fails the next BEGIN does, and says so. */
  private async undo(): Promise<void> {
    if (this.connection.inTransaction) await this.connection.exec('ROLLBACK').catch(() => {});
  }
}

function runOne({ statement, parameters }: Write): Outcome {
  try {
    return { changes: statement.run(parameters).changes };
  } catch (error) {
    return { error };
  }
}

function settle({ resolve, reject }: Write, outcome: Outcome): void {
  if ('error' in outcome) reject(outcome.error);
  else resolve(outcome.changes);
}
