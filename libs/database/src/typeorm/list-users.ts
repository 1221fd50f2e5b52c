import type { User } from '@janus/access';
import { prefixEnd } from '@janus/kernel';
import type { UserFilter, UserPageQuery, UserPosition } from '@janus/users';
import type { Segment } from '../null-segments.js';
import { readInSegments } from '../null-segments.js';
import { columnName } from './dialect.js';
import type { Condition } from './conditions.js';
import { isOneOf, valuesOf, whereOf } from './conditions.js';
import { selectUsers, userOf } from './rows.js';
import type { SqlDatabase } from './sql-database.js';

/** One keyset page, by a prepared statement: mapping twenty entities would cost more than the read. */
export function listUsers(db: SqlDatabase, query: UserPageQuery): Promise<User[]> {
  return readInSegments(query, async (segment) => {
    const conditions = [...filterConditions(query.filter), ...positionConditions(query, segment)];
    const sql = `${selectUsers}${whereOf(conditions)} ORDER BY ${orderOf(query, segment)} LIMIT ${segment.limit}`;
    const rows = await db.run(() => db.prepared.rows(sql, valuesOf(conditions)));
    return rows.map(userOf);
  });
}

export async function countUsers(db: SqlDatabase, filter: UserFilter): Promise<number> {
  const conditions = filterConditions(filter);
  const sql = `SELECT COUNT(*) AS n FROM users u${whereOf(conditions)}`;
  const [row] = await db.run(() => db.prepared.rows(sql, valuesOf(conditions)));
  return Number(row?.['n']);
}

function filterConditions({ roles, isActive, emailVerified, includeDeleted, prefix }: UserFilter): Condition[] {
  const conditions: Condition[] = [];
  if (roles !== null) conditions.push(isOneOf('u.role', roles));
  if (isActive !== null) conditions.push({ sql: 'u.is_active = ?', values: [isActive] });
  if (emailVerified !== null) conditions.push({ sql: 'u.email_verified = ?', values: [emailVerified] });
  if (!includeDeleted) conditions.push({ sql: 'u.deleted_at IS NULL', values: [] });
  if (prefix !== null)
    conditions.push(startsWith(prefix.text, prefix.email ? ['folded_name', 'email'] : ['folded_name']));
  return conditions;
}

/** A prefix is a range: no LIKE, whose case and escapes differ from engine to engine. */
function startsWith(from: string, columns: readonly string[]): Condition {
  const to = prefixEnd(from);
  const ranges = columns.map((column) => (to === null ? `u.${column} >= ?` : `u.${column} >= ? AND u.${column} < ?`));
  const values = to === null ? [from] : [from, to];
  return { sql: ranges.map((range) => `(${range})`).join(' OR '), values: columns.flatMap(() => values) };
}

function positionConditions({ sort, descending }: UserPageQuery, { isNull, after }: Segment): Condition[] {
  const column = `u.${columnName(sort)}`;
  const beyond = descending ? '<' : '>';
  if (isNull) {
    const rest = after ? [{ sql: `u.id ${beyond} ?`, values: [after.id] }] : [];
    return [{ sql: `${column} IS NULL`, values: [] }, ...rest];
  }
  if (after) return [past(column, beyond, after)];
  return sort === 'lastLoginAt' ? [{ sql: `${column} IS NOT NULL`, values: [] }] : [];
}

/** The first half alone bounds the range of the index; an OR over both columns would not on every engine. */
function past(column: string, beyond: '<' | '>', { value, id }: UserPosition): Condition {
  return { sql: `${column} ${beyond}= ? AND (${column} ${beyond} ? OR u.id ${beyond} ?)`, values: [value, value, id] };
}

function orderOf({ sort, descending }: UserPageQuery, { isNull }: Segment): string {
  const direction = descending ? 'DESC' : 'ASC';
  return isNull ? `u.id ${direction}` : `u.${columnName(sort)} ${direction}, u.id ${direction}`;
}
