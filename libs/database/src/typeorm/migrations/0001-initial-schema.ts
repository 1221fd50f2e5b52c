import { endReasons, roles } from '@janus/access';
import type { MigrationInterface, QueryRunner, TableColumnOptions } from 'typeorm';
import { Table, TableCheck, TableForeignKey, TableIndex } from 'typeorm';
import type { ColumnSpec, Dialect } from '../dialect.js';
import { columnKinds, columnName } from '../dialect.js';
import type { TableSpec } from '../tables.js';
import { onlyRow, tables } from '../tables.js';
import { addCheck } from './add-check.js';

const quotedRoles = roles.map((role) => `'${role}'`).join(', ');
const quotedReasons = endReasons.map((reason) => `'${reason}'`).join(', ');

const checks: Readonly<Record<string, readonly [name: string, expression: string][]>> = {
  users: [
    ['ck_users_role', `role IN (${quotedRoles})`],
    ['ck_users_end_reason', `credentials_end_reason IN (${quotedReasons})`],
  ],
  sessions: [['ck_sessions_end_reason', `end_reason IN (${quotedReasons})`]],
  super_admin_count: [['ck_super_admin_count', 'n >= 0']],
};

/** Columns; a leading `!` makes the index unique. The id breaks ties of the sort orders. */
const indexes: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  users: {
    '!uq_users_email': ['email'],
    ix_users_created_at: ['created_at', 'id'],
    ix_users_last_login_at: ['last_login_at', 'id'],
    ix_users_role: ['role'],
    ix_users_folded_name: ['folded_name'],
  },
  sessions: { ix_sessions_user_id: ['user_id'], ix_sessions_expires_at: ['expires_at'] },
  invitations: { '!uq_invitations_token_digest': ['token_digest'], ix_invitations_expires_at: ['expires_at'] },
  idempotency_keys: { ix_idempotency_keys_expires_at: ['expires_at'] },
  signing_keys: { '!uq_signing_keys_generation': ['alg', 'generation'] },
};

const ofUsers: readonly string[] = ['sessions', 'invitations'];

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

async function createTable(runner: QueryRunner, dialect: Dialect, { name, columns }: TableSpec<object>): Promise<void> {
  const isMysql = dialect === 'mysql' || dialect === 'mariadb';
  const own = checks[name] ?? [];
  const table = new Table({
    name,
    columns: Object.entries<ColumnSpec>(columns).map(([property, spec]) => tableColumn(property, spec)),
    foreignKeys: ofUsers.includes(name) ? [userForeignKey(name)] : [],
    indices: Object.entries(indexes[name] ?? {}).map(([index, columnNames]) => tableIndex(index, columnNames)),
    // MySQL's driver drops these without a word.
    checks: isMysql ? [] : own.map(([check, expression]) => new TableCheck({ name: check, expression })),
  });
  await runner.createTable(table, true);
  if (!isMysql) return;
  for (const [check, expression] of own) await addCheck(runner, name, check, expression);
}

function tableColumn(property: string, { kind, isNullable, isPrimary }: ColumnSpec): TableColumnOptions {
  const { length, ...type } = kind;
  return {
    ...type,
    ...(length === undefined ? {} : { length: String(length) }),
    name: columnName(property),
    isNullable: isNullable ?? false,
    isPrimary: isPrimary ?? false,
  };
}

function userForeignKey(table: string): TableForeignKey {
  return new TableForeignKey({
    name: `fk_${table}_user`,
    columnNames: ['user_id'],
    referencedTableName: 'users',
    referencedColumnNames: ['id'],
    onDelete: 'CASCADE',
  });
}

function tableIndex(index: string, columnNames: readonly string[]): TableIndex {
  return new TableIndex({
    name: index.replace('!', ''),
    columnNames: [...columnNames],
    isUnique: index.startsWith('!'),
  });
}

async function insertOnlyRow(runner: QueryRunner, table: string): Promise<void> {
  const [{ n }] = (await runner.query(`SELECT COUNT(*) AS n FROM ${table}`)) as [{ n: number | string }];
  if (Number(n) > 0) return;
  const [columns, values] = table === 'setup' ? ['id', `'${onlyRow}'`] : ['id, n', `'${onlyRow}', 0`];
  await runner.query(`INSERT INTO ${table} (${columns}) VALUES (${values})`);
}
