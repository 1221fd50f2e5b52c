import type { QueryRunner } from 'typeorm';

/** Adds a CHECK constraint on MySQL and MariaDB, unless a run that was cut short has added it already. */
export async function addCheck(runner: QueryRunner, table: string, name: string, expression: string): Promise<void> {
  const found = (await runner.query(
    `SELECT 1 FROM information_schema.table_constraints WHERE constraint_schema = DATABASE() AND table_name = ? AND constraint_name = ?`,
    [table, name],
  )) as unknown[];
  if (found.length === 0) await runner.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} CHECK (${expression})`);
}
