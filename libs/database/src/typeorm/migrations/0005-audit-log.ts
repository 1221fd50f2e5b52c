import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Dialect } from '../dialect.js';
import { columnKinds } from '../dialect.js';
import type { TableSpec } from '../dialect.js';
import { tables } from '../tables.js';
import { createTable } from './create-table.js';

/** The audit log, its chains, and the changes that are about to be recorded. */
export function auditLog(dialect: Dialect) {
  return class AuditLog implements MigrationInterface {
    readonly name = 'AuditLog0000000000005';

    async up(runner: QueryRunner): Promise<void> {
      for (const spec of specsOf(dialect)) await createTable(runner, dialect, spec);
    }

    async down(runner: QueryRunner): Promise<void> {
      for (const { name } of specsOf(dialect)) await runner.dropTable(name, true);
    }
  };
}

function specsOf(dialect: Dialect): TableSpec<object>[] {
  const { auditLog: log, auditChains, auditIntents } = tables(columnKinds(dialect));
  return [log, auditChains, auditIntents];
}
