import type { User } from '@janus/access';
import { prefixEnd } from '@janus/kernel';
import type { UserFilter, UserPageQuery } from '@janus/users';
import type { Segment } from '../null-segments.js';
import { readInSegments } from '../null-segments.js';
import { toUser } from './documents.js';
import type { MongoDatabase } from './mongo-database.js';
import { ours } from './mongo-database.js';

interface Filter {
  $and: object[];
}

/** One keyset page. */
export function listUsers(db: MongoDatabase, query: UserPageQuery): Promise<User[]> {
  return readInSegments(query, async (segment) => {
    const direction = query.descending ? -1 : 1;
    const { $and } = filterUsers(query.filter);
    const filter = { $and: [...$and, ...positionOf(query, segment)] };
    const found = await db.run(() =>
      db.models.users
        .find(ours(filter))
        .sort({ [query.sort]: direction, _id: direction })
        .limit(segment.limit)
        .lean()
        .exec(),
    );
    return found.map(toUser);
  });
}

export function filterUsers({ roles, isActive, emailVerified, includeDeleted, prefix }: UserFilter): Filter {
  const $and: object[] = [{}];
  if (roles !== null) $and.push({ role: { $in: [...roles] } });
  if (isActive !== null) $and.push({ isActive });
  if (emailVerified !== null) $and.push({ emailVerified });
  if (!includeDeleted) $and.push({ deletedAt: null });
  if (prefix !== null)
    $and.push({ $or: startsWith(prefix.text, prefix.email ? ['foldedName', 'email'] : ['foldedName']) });
  return { $and };
}

/** A prefix is a range over the index, compared byte by byte as UTF-8 is. */
function startsWith(from: string, fields: readonly string[]): object[] {
  const to = prefixEnd(from);
  return fields.map((field) => ({ [field]: to === null ? { $gte: from } : { $gte: from, $lt: to } }));
}

function positionOf({ sort, descending }: UserPageQuery, { isNull, after }: Segment): object[] {
  const beyond = descending ? '$lt' : '$gt';
  if (isNull) return [{ [sort]: null }, ...(after ? [{ _id: { [beyond]: after.id } }] : [])];
  const hasValue = sort === 'lastLoginAt' ? [{ [sort]: { $ne: null } }] : [];
  if (!after) return hasValue;
  const { value, id } = after;
  // The first half alone bounds the range of the index.
  return [{ [sort]: { [`${beyond}e`]: value } }, { $or: [{ [sort]: { [beyond]: value } }, { _id: { [beyond]: id } }] }];
}
