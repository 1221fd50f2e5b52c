import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Dialect } from '../dialect.js';
import { columnKinds } from '../dialect.js';
import { tables } from '../tables.js';
import { createTable } from './create-table.js';

/** The counts of failed attempts. A database made by this release has them already. */
export function signInAttempts(dialect: Dialect) {
  return class SignInAttempts implements MigrationInterface {
    readonly name = 'SignInAttempts0000000000002';

    async up(runner: QueryRunner): Promise<void> {
      await createTable(runner, dialect, tables(columnKinds(dialect)).attempts);
    }

    async down(runner: QueryRunner): Promise<void> {
      await runner.dropTable(tables(columnKinds(dialect)).attempts.name, true);
    }
  };
}
