import type { User } from '@janus/access';
import { prefixEnd } from '@janus/kernel';
import type { UserFilter, UserPageQuery, UserPosition } from '@janus/users';
import type { SelectQueryBuilder } from 'typeorm';
import { Brackets } from 'typeorm';
import type { Segment } from '../null-segments.js';
import { readInSegments } from '../null-segments.js';
import { toUser } from './rows.js';
import type { SqlDatabase } from './sql-database.js';
import type { UserRow } from './tables.js';

type Query = SelectQueryBuilder<UserRow>;

/** One keyset page. */
export function listUsers(db: SqlDatabase, query: UserPageQuery): Promise<User[]> {
  return readInSegments(query, async (segment) => {
    const select = filterUsers(db.select(db.entities.users, 'u'), query.filter);
    const rows = await db.run(() => ordered(select, query, segment).limit(segment.limit).getMany());
    return rows.map(toUser);
  });
}

export function filterUsers(
  query: Query,
  { roles, isActive, emailVerified, includeDeleted, prefix }: UserFilter,
): Query {
  // No role at all lets nobody through; an empty IN () is an error on some engines.
  if (roles !== null) query.andWhere(roles.length === 0 ? '1 = 0' : 'u.role IN (:...roles)', { roles });
  if (isActive !== null) query.andWhere('u.isActive = :isActive', { isActive });
  if (emailVerified !== null) query.andWhere('u.emailVerified = :emailVerified', { emailVerified });
  if (!includeDeleted) query.andWhere('u.deletedAt IS NULL');
  if (prefix !== null) query.andWhere(startsWith(prefix.text, prefix.email ? ['foldedName', 'email'] : ['foldedName']));
  return query;
}

/** A prefix is a range: no LIKE, whose case and escapes differ from engine to engine. */
function startsWith(from: string, fields: readonly string[]): Brackets {
  const to = prefixEnd(from);
  return new Brackets((where) => {
    for (const field of fields) {
      where.orWhere(to === null ? `u.${field} >= :from` : `u.${field} >= :from AND u.${field} < :to`, { from, to });
    }
  });
}

function ordered(query: Query, { sort, descending }: UserPageQuery, { isNull, after }: Segment): Query {
  const direction = descending ? 'DESC' : 'ASC';
  const beyond = descending ? '<' : '>';
  if (isNull) {
    query.andWhere(`u.${sort} IS NULL`);
    if (after) query.andWhere(`u.id ${beyond} :afterId`, { afterId: after.id });
    return query.orderBy('u.id', direction);
  }
  if (sort === 'lastLoginAt') query.andWhere('u.lastLoginAt IS NOT NULL');
  if (after) query.andWhere(...past(sort, beyond, after));
  return query.orderBy(`u.${sort}`, direction).addOrderBy('u.id', direction);
}

/** The first half alone bounds the range of the index; an OR over both columns would not on every engine. */
function past(sort: string, beyond: '<' | '>', { value, id }: UserPosition): [string, object] {
  const condition = `u.${sort} ${beyond}= :afterValue AND (u.${sort} ${beyond} :afterValue OR u.id ${beyond} :afterId)`;
  return [condition, { afterValue: value, afterId: id }];
}
