import type { EntitySchemaColumnOptions } from 'typeorm';

export type Dialect = 'sqlite' | 'mysql' | 'mariadb' | 'postgres';

/**
 * Collations that tell case, accents and trailing spaces apart and sort by code point. MySQL and MariaDB each refuse the
 * other's name; SQLite compares bytes unless told otherwise.
 */
const binaryCollations: Readonly<Record<Dialect, string | undefined>> = {
  sqlite: undefined,
  mysql: 'utf8mb4_0900_bin',
  mariadb: 'utf8mb4_nopad_bin',
  postgres: 'C',
};

/** UTC with milliseconds on every engine. */
const instants: Readonly<Record<Dialect, ColumnKind>> = {
  sqlite: { type: 'datetime' },
  mysql: { type: 'datetime', precision: 3 },
  mariadb: { type: 'datetime', precision: 3 },
  postgres: { type: 'timestamp with time zone', precision: 3 },
};

export interface ColumnKind {
  readonly type: 'varchar' | 'text' | 'int' | 'boolean' | 'datetime' | 'timestamp with time zone';
  readonly length?: number;
  readonly precision?: number;
  readonly collation?: string;
}

/** The column types that all four engines have, by what they hold. */
export function columnKinds(dialect: Dialect) {
  const collation = binaryCollations[dialect];
  const compared = collation === undefined ? {} : { collation };
  return {
    /** Text that is compared, sorted or unique. */
    text: (length: number): ColumnKind => ({ type: 'varchar', length, ...compared }),
    /** Text that is only kept. */
    longText: { type: 'text' } as ColumnKind,
    instant: instants[dialect],
    integer: { type: 'int' } as ColumnKind,
    boolean: { type: 'boolean' } as ColumnKind,
  };
}

export type Kinds = ReturnType<typeof columnKinds>;

/** `credentialsVersion` is `credentials_version` in SQL: a name that needs no quotes anywhere. */
export function columnName(property: string): string {
  return property.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

export interface ColumnSpec {
  readonly kind: ColumnKind;
  readonly isNullable?: true;
  readonly isPrimary?: true;
}

/** A table and its columns: entities and migrations are made of this one description. */
export interface TableSpec<T> {
  readonly name: string;
  readonly columns: Readonly<Record<keyof T, ColumnSpec>>;
}

/** Column options of an EntitySchema for one property. */
export function entityColumn(property: string, { kind, isNullable, isPrimary }: ColumnSpec): EntitySchemaColumnOptions {
  return { ...kind, name: columnName(property), nullable: isNullable ?? false, primary: isPrimary ?? false };
}
