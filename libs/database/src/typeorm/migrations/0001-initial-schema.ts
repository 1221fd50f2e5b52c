import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Dialect } from '../dialect.js';
import { columnKinds } from '../dialect.js';
import type { TableSpec } from '../dialect.js';
import { onlyRow, tables } from '../tables.js';
import { createTable } from './create-table.js';

/** The tables of the first release. Every step looks first whether it has been done, for MySQL commits each on its own. */
export function initialSchema(dialect: Dialect) {
  return class InitialSchema implements MigrationInterface {
    // TypeORM wants thirteen digits at the end; ours are a number and not a date.
    readonly name = 'InitialSchema0000000000001';

    async up(runner: QueryRunner): Promise<void> {
      const specs = tables(columnKinds(dialect));
      for (const spec of Object.values<TableSpec<object>>(specs)) await createTable(runner, dialect, spec);
      for (const table of [specs.superAdminCount.name, specs.setup.name]) await insertOnlyRow(runner, table);
    }

    async down(runner: QueryRunner): Promise<void> {
      const names = Object.values<TableSpec<object>>(tables(columnKinds(dialect))).map(({ name }) => name);
      for (const name of names.toReversed()) await runner.dropTable(name, true);
    }
  };
}

async function insertOnlyRow(runner: QueryRunner, table: string): Promise<void> {
  const [{ n }] = (await runner.query(`SELECT COUNT(*) AS n FROM ${table}`)) as [{ n: number | string }];
  if (Number(n) > 0) return;
  const [columns, values] = table === 'setup' ? ['id', `'${onlyRow}'`] : ['id, n', `'${onlyRow}', 0`];
  await runner.query(`INSERT INTO ${table} (${columns}) VALUES (${values})`);
}
