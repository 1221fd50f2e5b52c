import { databaseUnavailable } from '@janus/kernel';
import type { Connection, Model } from 'mongoose';
import mongoose from 'mongoose';
import { within } from '../within.js';
import { isAway, isDuplicate, withoutValues } from './mongo-errors.js';
import type { Models } from './models.js';

/** A document that refers to a user who does not exist: what a foreign key refuses on SQL. */
export class UnknownUserError extends Error {}

/** What the MongoDB adapters work with: the models, and one place where errors are told apart. */
export class MongoDatabase {
  constructor(
    readonly connection: Connection,
    readonly models: Models,
    private readonly timeoutMs: number,
  ) {}

  /** Runs one operation. @throws Problem DATABASE_UNAVAILABLE; an error of the operation itself passes as it is */
  async run<T>(operation: () => PromiseLike<T>): Promise<T> {
    try {
      return await within(this.timeoutMs, async () => operation());
    } catch (error) {
      throw isAway(error) ? databaseUnavailable(error) : withoutValues(error);
    }
  }

  /** Runs a guarded update of one document. @returns whether the guard matched, whether or not a value changed */
  async update<T>(model: Model<T>, guard: object, change: object): Promise<boolean> {
    const { matchedCount } = await this.run(() => model.updateOne(ours(guard), change).exec());
    return matchedCount === 1;
  }

  /** Updates a document by its id, or makes it. */
  async upsert<T>(model: Model<T>, byId: { readonly _id: string }, change: object): Promise<void> {
    const attempt = () => this.run(() => model.updateOne(ours({ ...byId }), change, { upsert: true }).exec());
    // Of two first upserts at once one finds the other's document when it inserts: it exists now.
    await attempt().catch((error: unknown) => {
      if (!isDuplicate(error, '_id')) throw error;
      return attempt();
    });
  }

  /** Users are never removed for good, so a look before the insert is as good as a foreign key. */
  async requireUser(id: string): Promise<void> {
    const found = await this.run(() => this.models.users.exists({ _id: id }).exec());
    if (!found) throw new UnknownUserError(`no user ${id}`);
  }
}

/** Marks a filter whose operators are written by us: `sanitizeFilter` takes those of anybody else for values. */
export function ours<T extends object>(filter: T): T {
  for (const value of Object.values(filter)) {
    if (Array.isArray(value)) value.forEach((one) => typeof one === 'object' && one !== null && ours(one as object));
    else if (isOperators(value)) mongoose.trusted(value);
  }
  return mongoose.trusted(filter);
}

function isOperators(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.keys(value).some((key) => key.startsWith('$'));
}
