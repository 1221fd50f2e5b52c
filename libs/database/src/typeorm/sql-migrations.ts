import { databaseUnavailable } from '@janus/kernel';
import type { DataSource, QueryRunner } from 'typeorm';
import { MigrationExecutor } from 'typeorm';
import type { Migrations } from '../adapters.js';
import type { Dialect } from './dialect.js';
import { isAway, isDeadlock } from './driver-errors.js';

const lockName = 'janus_migrations';
// Any number will do, as long as all instances use the same one.
const lockNumber = 7_424_100_117;
const lockWaitMs = 60_000;
const pauseMs = 100;

/**
 * The numbered migrations, on a connection of their own that is also their lock: it dies with its holder, and while it is held
 * every other instance waits.
 */
export class SqlMigrations implements Migrations {
  /** @param open a connection without the time-outs of requests */
  constructor(
    private readonly dialect: Dialect,
    private readonly open: () => Promise<{ dataSource: DataSource; close: () => Promise<void> }>,
  ) {}

  status(): Promise<{ applied: string[]; pending: string[] }> {
    return this.onOwnConnection(async (runner) => {
      const all = runner.connection.migrations.map(({ name = '' }) => name);
      const applied = await readApplied(runner);
      return { applied, pending: all.filter((name) => !applied.includes(name)) };
    });
  }

  up(): Promise<string[]> {
    return this.onOwnConnection(async (runner) => {
      await this.lock(runner);
      try {
        const executor = new MigrationExecutor(runner.connection, runner);
        executor.transaction = 'none';
        const done = await executor.executePendingMigrations();
        await this.unlock(runner, 'COMMIT');
        return done.map(({ name }) => name);
      } catch (error) {
        await this.unlock(runner, 'ROLLBACK');
        throw error;
      }
    });
  }

  private async onOwnConnection<T>(work: (runner: QueryRunner) => Promise<T>): Promise<T> {
    try {
      const { dataSource, close } = await this.open();
      const runner = dataSource.createQueryRunner();
      try {
        return await work(runner);
      } finally {
        await runner.release();
        await close();
      }
    } catch (error) {
      throw isAway(error) ? databaseUnavailable(error) : error;
    }
  }

  private async lock(runner: QueryRunner): Promise<void> {
    const seconds = lockWaitMs / 1000;
    // On SQLite one write transaction around everything is the lock, and makes the whole run one step.
    if (this.dialect === 'sqlite') return untilFree(() => runner.query('BEGIN IMMEDIATE'));
    if (this.dialect === 'postgres') return void (await runner.query(`SELECT pg_advisory_lock(${lockNumber})`));
    const [{ held }] = (await runner.query(`SELECT GET_LOCK('${lockName}', ${seconds}) AS held`)) as [
      { held: unknown },
    ];
    if (Number(held) !== 1) throw databaseUnavailable(new Error('another instance has been migrating for too long'));
  }

  private async unlock(runner: QueryRunner, end: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    if (this.dialect === 'sqlite') return void (await runner.query(end));
    const unlock = this.dialect === 'postgres' ? `pg_advisory_unlock(${lockNumber})` : `RELEASE_LOCK('${lockName}')`;
    await runner.query(`SELECT ${unlock}`);
  }
}

async function readApplied(runner: QueryRunner): Promise<string[]> {
  if (!(await runner.hasTable('migrations'))) return [];
  const rows = (await runner.query('SELECT name FROM migrations ORDER BY id')) as { name: string }[];
  return rows.map(({ name }) => name);
}

/** Tries again while another process writes; SQLite's own wait would stop this process altogether. */
async function untilFree(statement: () => Promise<unknown>): Promise<void> {
  for (const giveUpAt = Date.now() + lockWaitMs; ;) {
    try {
      await statement();
      return;
    } catch (error) {
      if (!isDeadlock(error) || Date.now() > giveUpAt) throw error;
      await new Promise((elapsed) => {
        setTimeout(elapsed, pauseMs);
      });
    }
  }
}
