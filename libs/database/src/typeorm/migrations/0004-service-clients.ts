import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Dialect } from '../dialect.js';
import { columnKinds } from '../dialect.js';
import { tables } from '../tables.js';
import { createTable } from './create-table.js';

/** The credentials of services. A database made by this release has them already. */
export function serviceClients(dialect: Dialect) {
  return class ServiceClients implements MigrationInterface {
    readonly name = 'ServiceClients0000000000004';

    async up(runner: QueryRunner): Promise<void> {
      await createTable(runner, dialect, tables(columnKinds(dialect)).clients);
    }

    async down(runner: QueryRunner): Promise<void> {
      await runner.dropTable(tables(columnKinds(dialect)).clients.name, true);
    }
  };
}
