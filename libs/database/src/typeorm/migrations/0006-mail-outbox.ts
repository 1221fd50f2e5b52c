import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Dialect } from '../dialect.js';
import { columnKinds } from '../dialect.js';
import { tables } from '../tables.js';
import { createTable } from './create-table.js';

/** Mails on their way. A database made by this release has the table already. */
export function mailOutbox(dialect: Dialect) {
  return class MailOutbox implements MigrationInterface {
    readonly name = 'MailOutbox0000000000006';

    async up(runner: QueryRunner): Promise<void> {
      await createTable(runner, dialect, tables(columnKinds(dialect)).outbox);
    }

    async down(runner: QueryRunner): Promise<void> {
      await runner.dropTable(tables(columnKinds(dialect)).outbox.name, true);
    }
  };
}
