import type { SqlValue } from './prepared-statements.js';

const named = /:(\.\.\.)?([A-Za-z0-9_.]+)/g;

/**
 * A statement of TypeORM's builders with `?` for each `:name` and for each value of a `:...list`. What TypeORM makes of it for SQLite
 * holds numbers in its text: a new statement to prepare and to keep for each of them.
 */
export function withPlaceholders(
  query: string,
  parameters: Readonly<Record<string, unknown>>,
): { readonly sql: string; readonly values: readonly SqlValue[] } {
  const values: SqlValue[] = [];
  const sql = query.replaceAll(named, (whole, isList: string | undefined, name: string) => {
    if (!Object.hasOwn(parameters, name)) return whole;
    const own = (isList ? parameters[name] : [parameters[name]]) as readonly SqlValue[];
    values.push(...own);
    return own.map(() => '?').join(', ');
  });
  return { sql, values };
}
