import type { UserPageQuery, UserPosition } from '@janus/users';

/** One stretch of a list: the users that have a sort value, or those that have none. */
export interface Segment {
  readonly isNull: boolean;
  /** Where to go on within this stretch; null from its beginning. */
  readonly after: UserPosition | null;
  readonly limit: number;
}

/**
 * Puts a page together whose null values come last in both directions. Engines disagree on where nulls sort, and an ORDER BY
 * that says it would not use an index: so first those with a value are read, then those without.
 */
export async function readInSegments<T>(
  { sort, after, limit }: UserPageQuery,
  read: (segment: Segment) => Promise<T[]>,
): Promise<T[]> {
  if (sort !== 'lastLoginAt') return read({ isNull: false, after, limit });
  if (after?.value === null) return read({ isNull: true, after, limit });
  const found = await read({ isNull: false, after, limit });
  if (found.length === limit) return found;
  return [...found, ...(await read({ isNull: true, after: null, limit: limit - found.length }))];
}
