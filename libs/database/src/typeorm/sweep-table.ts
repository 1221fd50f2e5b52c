import type { EntitySchema, ObjectLiteral } from 'typeorm';
import type { SqlDatabase } from './sql-database.js';

/** Deletes up to `limit` rows that expired before the instant. In two statements, for not every engine limits a DELETE. */
export async function sweepTable<T extends ObjectLiteral & { expiresAt: Date }>(
  db: SqlDatabase,
  entity: EntitySchema<T>,
  key: string & keyof T,
  before: Date,
  limit: number,
): Promise<number> {
  const old = await db.run(() =>
    db.select(entity, 't').select(`t.${key}`).where('t.expiresAt < :before', { before }).limit(limit).getMany(),
  );
  if (old.length === 0) return 0;
  // Still expired? A row may have been taken anew in between.
  const column = entity.options.columns[key]?.name ?? key;
  return db.delete(entity, `${column} IN (:...keys) AND expires_at < :before`, {
    keys: old.map((row) => row[key] as string),
    before,
  });
}
