import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Dialect } from '../dialect.js';
import { columnKinds } from '../dialect.js';
import { tables } from '../tables.js';
import { addMissingColumns } from './create-table.js';

/** When signing keys begin and cease to sign. Nullable, so that the release before this one still stores keys. */
export function keyStates(dialect: Dialect) {
  return class KeyStates implements MigrationInterface {
    readonly name = 'KeyStates0000000000003';

    async up(runner: QueryRunner): Promise<void> {
      await addMissingColumns(runner, tables(columnKinds(dialect)).signingKeys);
    }

    async down(runner: QueryRunner): Promise<void> {
      await runner.dropColumns('signing_keys', ['activates_at', 'retired_at', 'revoked_at']);
    }
  };
}
