import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Dialect } from '../dialect.js';
import { columnKinds } from '../dialect.js';
import { tables } from '../tables.js';
import { addMissingColumns, createTable } from './create-table.js';

/** One-time links, and which invitations were mailed. Nullable, so that the release before this one still stores invitations. */
export function oneTimeLinks(dialect: Dialect) {
  return class OneTimeLinks implements MigrationInterface {
    readonly name = 'OneTimeLinks0000000000007';

    async up(runner: QueryRunner): Promise<void> {
      const { links, invitations } = tables(columnKinds(dialect));
      await createTable(runner, dialect, links);
      await addMissingColumns(runner, invitations);
    }

    async down(runner: QueryRunner): Promise<void> {
      await runner.dropTable(tables(columnKinds(dialect)).links.name, true);
      await runner.dropColumns('invitations', ['verifies_email']);
    }
  };
}
