import { endReasons, roles } from '@janus/access';
import { messageStates } from '@janus/mail';
import type { QueryRunner, TableColumnOptions } from 'typeorm';
import { Table, TableCheck, TableColumn, TableForeignKey, TableIndex } from 'typeorm';
import type { ColumnSpec, Dialect } from '../dialect.js';
import { columnName } from '../dialect.js';
import type { TableSpec } from '../dialect.js';
import { addCheck } from './add-check.js';

const quotedRoles = roles.map((role) => `'${role}'`).join(', ');
const quotedReasons = endReasons.map((reason) => `'${reason}'`).join(', ');
const quotedStates = messageStates.map((state) => `'${state}'`).join(', ');

const checks: Readonly<Record<string, readonly [name: string, expression: string][]>> = {
  users: [
    ['ck_users_role', `role IN (${quotedRoles})`],
    ['ck_users_end_reason', `credentials_end_reason IN (${quotedReasons})`],
  ],
  sessions: [['ck_sessions_end_reason', `end_reason IN (${quotedReasons})`]],
  mail_outbox: [['ck_mail_outbox_state', `state IN (${quotedStates})`]],
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
  one_time_links: {
    '!uq_one_time_links_token_digest': ['token_digest'],
    ix_one_time_links_user_id: ['user_id'],
    ix_one_time_links_expires_at: ['expires_at'],
  },
  sign_in_attempts: { ix_sign_in_attempts_account: ['account'], ix_sign_in_attempts_expires_at: ['expires_at'] },
  idempotency_keys: { ix_idempotency_keys_expires_at: ['expires_at'] },
  audit_log: {
    ix_audit_log_at: ['at', 'id'],
    ix_audit_log_actor: ['actor_id', 'at', 'id'],
    ix_audit_log_target: ['target_id', 'at', 'id'],
    ix_audit_log_type: ['type', 'at', 'id'],
    '!uq_audit_log_place': ['chain_id', 'seq'],
  },
  audit_chains: { '!uq_audit_chains_ordinal': ['ordinal'] },
  audit_intents: { ix_audit_intents_announced_at: ['announced_at', 'id'] },
  mail_outbox: {
    '!uq_mail_outbox_idempotency_key': ['idempotency_key'],
    ix_mail_outbox_due: ['state', 'next_attempt_at'],
    ix_mail_outbox_created_at: ['created_at', 'id'],
    ix_mail_outbox_expires_at: ['expires_at'],
  },
  signing_keys: { '!uq_signing_keys_generation': ['alg', 'generation'] },
};

const ofUsers: readonly string[] = ['sessions', 'invitations', 'one_time_links'];

/** Creates a table as it is described now, with its indexes and constraints, unless it exists. */
export async function createTable(
  runner: QueryRunner,
  dialect: Dialect,
  { name, columns }: TableSpec<object>,
): Promise<void> {
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

/** Adds the columns that a table of an older release lacks. */
export async function addMissingColumns(runner: QueryRunner, { name, columns }: TableSpec<object>): Promise<void> {
  for (const [property, spec] of Object.entries<ColumnSpec>(columns)) {
    const column = tableColumn(property, spec);
    if (!(await runner.hasColumn(name, column.name))) await runner.addColumn(name, new TableColumn(column));
  }
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
