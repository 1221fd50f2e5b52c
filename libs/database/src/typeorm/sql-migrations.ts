import { databaseUnavailable } from '@janus/kernel';
import type { DataSource, QueryRunner } from 'typeorm';
import type { Migrations } from '../adapters.js';
import type { Dialect } from './dialect.js';
import { isAway } from './driver-errors.js';

const lockName = 'janus_migrations';
// Any number will do, as long as all instances use the same one.
const lockNumber = 7_424_100_117;
const lockWaitSeconds = 60;

/** The numbered migrations. A lock that dies with its connection keeps two instances from migrating at once. */
export class SqlMigrations implements Migrations {
  constructor(
    private readonly dataSource: DataSource,
    private readonly dialect: Dialect,
  ) {}

  async status(): Promise<{ applied: string[]; pending: string[] }> {
    const applied = await translated(() => this.applied());
    const all = this.dataSource.migrations.map(({ name = '' }) => name);
    return { applied, pending: all.filter((name) => !applied.includes(name)) };
  }

  async up(): Promise<string[]> {
    return translated(() => (this.dialect === 'sqlite' ? this.upOnSqlite() : this.upUnderLock()));
  }

  private async applied(): Promise<string[]> {
    const runner = this.dataSource.createQueryRunner();
    try {
      if (!(await runner.hasTable('migrations'))) return [];
      const rows = (await runner.query('SELECT name FROM migrations ORDER BY id')) as { name: string }[];
      return rows.map(({ name }) => name);
    } finally {
      await runner.release();
    }
  }

  /** One connection, one write transaction around everything: it is the lock, too. */
  private async upOnSqlite(): Promise<string[]> {
    await this.dataSource.query('BEGIN IMMEDIATE');
    try {
      const names = await this.run();
      await this.dataSource.query('COMMIT');
      return names;
    } catch (error) {
      await this.dataSource.query('ROLLBACK');
      throw error;
    }
  }

  private async upUnderLock(): Promise<string[]> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await this.lock(runner);
      return await this.run();
    } finally {
      await this.unlock(runner).catch(() => {});
      await runner.release();
    }
  }

  private async lock(runner: QueryRunner): Promise<void> {
    if (this.dialect === 'postgres') {
      await runner.query(`SET statement_timeout = '${lockWaitSeconds}s'`);
      await runner.query(`SELECT pg_advisory_lock(${lockNumber})`);
      return;
    }
    const [{ isHeld }] = (await runner.query(`SELECT GET_LOCK('${lockName}', ${lockWaitSeconds}) AS isHeld`)) as [{ isHeld: unknown }];
    if (Number(isHeld) !== 1) throw databaseUnavailable(new Error('another instance has been migrating for too long'));
  }

  private async unlock(runner: QueryRunner): Promise<void> {
    if (this.dialect !== 'postgres') return void (await runner.query(`SELECT RELEASE_LOCK('${lockName}')`));
    await runner.query(`SELECT pg_advisory_unlock(${lockNumber})`);
    await runner.query('RESET statement_timeout');
  }

  private async run(): Promise<string[]> {
    const done = await this.dataSource.runMigrations({ transaction: 'none' });
    return done.map(({ name }) => name);
  }
}

async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isAway(error) ? databaseUnavailable(error) : error;
  }
}
