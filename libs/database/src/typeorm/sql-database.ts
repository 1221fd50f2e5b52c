import { Problem, databaseUnavailable } from '@janus/kernel';
import type { DataSource, EntitySchema, ObjectLiteral, SelectQueryBuilder, UpdateQueryBuilder } from 'typeorm';
import { within } from '../within.js';
import { isAway, isDeadlock, withoutParameters } from './driver-errors.js';
import type { Entities } from './entities.js';
import { withPlaceholders } from './placeholders.js';
import type { PreparedStatements, SqlValue } from './prepared-statements.js';

const maxJitterMs = 20;

/** An update, delete or insert that has been built. */
interface BuiltWrite {
  getQuery(): string;
  getParameters(): ObjectLiteral;
  execute(): Promise<object>;
}

interface Insertion {
  readonly sql: string;
  /** In the order of the parameters. */
  readonly properties: readonly string[];
}

/** What the SQL adapters work with: TypeORM, prepared statements, and one place where errors are told apart. */
export class SqlDatabase {
  private readonly insertions = new Map<string, Insertion>();

  constructor(
    readonly dataSource: DataSource,
    readonly entities: Entities,
    readonly prepared: PreparedStatements,
    private readonly timeoutMs: number,
  ) {}

  /**
   * Runs one statement. No statement here depends on another: there is no transaction to break.
   * @throws Problem DATABASE_UNAVAILABLE; an error of the statement itself passes as it is
   */
  async run<T>(statement: (giveUpAt: number) => Promise<T>): Promise<T> {
    const giveUpAt = performance.now() + this.timeoutMs;
    try {
      return await within(this.timeoutMs, () => withRetries(() => statement(giveUpAt), giveUpAt));
    } catch (error) {
      if (error instanceof Problem) throw error;
      throw isAway(error) ? databaseUnavailable(withoutParameters(error)) : withoutParameters(error);
    }
  }

  /** Runs a write on the hot path, prepared. @returns how many rows its guard matched, whether or not their values changed */
  execute(sql: string, values: readonly SqlValue[]): Promise<number> {
    return this.run((giveUpAt) => this.prepared.write(sql, values, giveUpAt));
  }

  /** Runs an update. @returns how many rows its guard matched, whether or not their values changed */
  async update<T extends ObjectLiteral>(
    entity: EntitySchema<T>,
    build: (query: UpdateQueryBuilder<T>) => UpdateQueryBuilder<T>,
  ): Promise<number> {
    return this.write(() => build(this.dataSource.createQueryBuilder().update(entity)));
  }

  /** Inserts rows in one statement: all of them or none. One row, as almost always, goes by a prepared statement. */
  async insert<T extends ObjectLiteral>(entity: EntitySchema<T>, ...rows: T[]): Promise<void> {
    const [only] = rows;
    if (only && rows.length === 1) {
      const { sql, properties } = this.insertionInto(entity);
      const values = properties.map((property) => (only[property] ?? null) as SqlValue);
      await this.execute(sql, values);
      return;
    }
    await this.write(() => this.dataSource.createQueryBuilder().insert().into(entity).values(rows).updateEntity(false));
  }

  /** Inserts a row, or replaces these columns of the one that has the same key. */
  async upsert<T extends ObjectLiteral>(
    entity: EntitySchema<T>,
    row: T,
    replaced: readonly string[],
    key: readonly string[],
  ): Promise<void> {
    await this.write(() =>
      this.dataSource
        .createQueryBuilder()
        .insert()
        .into(entity)
        .values(row)
        .orUpdate([...replaced], [...key])
        .updateEntity(false),
    );
  }

  /** Runs a guarded delete. @param guard a condition over column names. @returns how many rows it matched */
  async delete<T extends ObjectLiteral>(
    entity: EntitySchema<T>,
    guard: string,
    values: ObjectLiteral,
  ): Promise<number> {
    return this.write(() => this.dataSource.createQueryBuilder().delete().from(entity).where(guard, values));
  }

  private insertionInto<T>({ options: { tableName, columns } }: EntitySchema<T>): Insertion {
    const known = this.insertions.get(String(tableName));
    if (known) return known;
    const own = Object.entries(columns as Record<string, { readonly name: string }>);
    const names = own.map(([, { name }]) => name).join(', ');
    const sql = `INSERT INTO ${tableName} (${names}) VALUES (${own.map(() => '?').join(', ')})`;
    const made = { sql, properties: own.map(([property]) => property) };
    this.insertions.set(String(tableName), made);
    return made;
  }

  /** @returns how many rows were matched, where that is known. On SQLite there is one way to write, whoever made the statement. */
  private write(build: () => BuiltWrite): Promise<number> {
    return this.run(async (giveUpAt) => {
      const write = build();
      if (this.dataSource.options.type === 'better-sqlite3') {
        const { sql, values } = withPlaceholders(write.getQuery(), write.getParameters());
        return this.prepared.write(sql, values, giveUpAt);
      }
      const { affected } = (await write.execute()) as { readonly affected?: number };
      return affected ?? 0;
    });
  }

  select<T extends ObjectLiteral>(entity: EntitySchema<T>, alias: string): SelectQueryBuilder<T> {
    return this.dataSource.getRepository(entity).createQueryBuilder(alias);
  }
}

async function withRetries<T>(statement: () => Promise<T>, giveUpAt: number): Promise<T> {
  for (;;) {
    try {
      return await statement();
    } catch (error) {
      if (performance.now() > giveUpAt || !isDeadlock(error)) throw error;
      await jitter();
    }
  }
}

function jitter(): Promise<void> {
  return new Promise((elapsed) => {
    setTimeout(elapsed, Math.random() * maxJitterMs);
  });
}
