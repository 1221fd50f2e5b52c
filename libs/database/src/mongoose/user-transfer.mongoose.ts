import type { Conflict, Credentials, ImportedUser, UserKey, UserKeys } from '@janus/auth';
import { UserTransferRepository, conflictsOf } from '@janus/auth';
import { assertId } from '@janus/kernel';
import { freshUser } from '@janus/users';
import { folded, toUser } from './documents.js';
import type { UserDoc } from './models.js';
import type { MongoDatabase } from './mongo-database.js';
import { ours } from './mongo-database.js';
import { refusedBy } from './mongo-errors.js';

export class MongooseUserTransfer extends UserTransferRepository {
  constructor(private readonly db: MongoDatabase) {
    super();
  }

  /** Unordered: one refused document holds up no other, and the server names those that it refused. */
  async insertMany(users: readonly ImportedUser[]): Promise<Conflict[]> {
    for (const { id } of users) assertId(id);
    const refused = users.length === 0 ? [] : await this.insertAll(users.map(toDocument));
    if (refused.length === 0) return [];
    const losers = refused.flatMap((index) => users[index] ?? []);
    const keys = { ids: losers.map(({ id }) => id), emails: losers.map(({ email }) => email) };
    return conflictsOf(losers, await this.findAny(keys));
  }

  async findAny({ ids, emails }: UserKeys): Promise<UserKey[]> {
    const filter = ours({ $or: [{ _id: { $in: [...ids] } }, { email: { $in: [...emails] } }] });
    const found = await this.db.run(() => this.db.models.users.find(filter, { email: 1 }).lean().exec());
    return found.map(({ _id, email }) => ({ id: _id, email }));
  }

  async page(afterId: string | null, limit: number, includeDeleted: boolean): Promise<Credentials[]> {
    if (afterId !== null) assertId(afterId);
    const after = afterId === null ? {} : { _id: { $gt: afterId } };
    const filter = ours({ ...after, ...(includeDeleted ? {} : { deletedAt: null }) });
    const found = await this.db.run(() =>
      this.db.models.users.find(filter).sort({ _id: 1 }).limit(limit).lean().exec(),
    );
    return found.map((document) => ({ user: toUser(document), passwordHash: document.passwordHash }));
  }

  /** @returns the indexes of those that a unique index refused */
  private insertAll(documents: UserDoc[]): Promise<number[]> {
    const { users } = this.db.models;
    // Looked at here, for what leaves `run` has lost what it says of each document.
    return this.db.run(() => users.insertMany(documents, { ordered: false, lean: true }).then(() => [], refusedBy));
  }
}

function toDocument(user: ImportedUser): UserDoc {
  const { id, ...fields } = freshUser(user);
  const { passwordHash, isActive, deletedAt } = user;
  return { _id: id, ...fields, isActive, deletedAt, passwordHash, foldedName: folded(user.displayName) };
}
