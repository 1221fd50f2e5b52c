import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Dialect } from '../dialect.js';
import { columnKinds } from '../dialect.js';
import { tables } from '../tables.js';
import { addMissingColumns } from './create-table.js';

/** Epochs of the count of super admins. The release before this one counts on without looking at them. */
export function superAdminEpoch(dialect: Dialect) {
  return class SuperAdminEpoch implements MigrationInterface {
    readonly name = 'SuperAdminEpoch0000000000008';

    async up(runner: QueryRunner): Promise<void> {
      const { superAdminCount } = tables(columnKinds(dialect));
      await addMissingColumns(runner, superAdminCount);
      await runner.query(`UPDATE ${superAdminCount.name} SET epoch = 0 WHERE epoch IS NULL`);
    }

    async down(runner: QueryRunner): Promise<void> {
      await runner.dropColumns(tables(columnKinds(dialect)).superAdminCount.name, ['epoch']);
    }
  };
}
