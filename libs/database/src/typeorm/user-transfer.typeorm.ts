import type { Conflict, Credentials, ImportedUser, UserKey, UserKeys } from '@janus/auth';
import { UserTransferRepository, conflictsOf } from '@janus/auth';
import { assertId, compareText } from '@janus/kernel';
import { freshUser } from '@janus/users';
import type { FindOptionsWhere } from 'typeorm';
import { In, IsNull, MoreThan } from 'typeorm';
import { isDuplicate } from './driver-errors.js';
import { toUser } from './rows.js';
import type { SqlDatabase } from './sql-database.js';
import type { UserRow } from './tables.js';
import { folded } from './users.typeorm.js';

// Each attempt loses to rows that others have just stored; who loses this often has another trouble.
const attempts = 32;

export class TypeormUserTransfer extends UserTransferRepository {
  constructor(private readonly db: SqlDatabase) {
    super();
  }

  /** One statement stores all of its rows or none: what it refuses is taken out, and the rest is tried again. */
  async insertMany(users: readonly ImportedUser[]): Promise<Conflict[]> {
    for (const { id } of users) assertId(id);
    // In one order, so that batches that race for the same addresses wait for each other in a row and not in a circle.
    let left = users.toSorted((a, b) => compareText(a.email, b.email));
    const conflicts: Conflict[] = [];
    for (let attempt = 0; left.length > 0; attempt += 1) {
      try {
        await this.db.insert(this.db.entities.users, ...left.map(toRow));
        return conflicts;
      } catch (error) {
        if (!isDuplicate(error) || attempt >= attempts) throw error;
      }
      conflicts.push(...conflictsOf(left, await this.findAny(keysOf(left))));
      const refused = new Set(conflicts.map(({ id }) => id));
      left = left.filter(({ id }) => !refused.has(id));
    }
    return conflicts;
  }

  async findAny({ ids, emails }: UserKeys): Promise<UserKey[]> {
    const byId = await this.find({ id: In([...ids]) }, ids.length);
    const byEmail = await this.find({ email: In([...emails]) }, emails.length);
    return [...new Map([...byId, ...byEmail].map((key) => [key.id, key])).values()];
  }

  async page(afterId: string | null, limit: number, includeDeleted: boolean): Promise<Credentials[]> {
    if (afterId !== null) assertId(afterId);
    const where: FindOptionsWhere<UserRow> = {
      ...(afterId === null ? {} : { id: MoreThan(afterId) }),
      ...(includeDeleted ? {} : { deletedAt: IsNull() }),
    };
    const users = this.db.dataSource.getRepository(this.db.entities.users);
    const rows = await this.db.run(() => users.find({ where, order: { id: 'ASC' }, take: limit }));
    return rows.map((row) => ({ user: toUser(row), passwordHash: row.passwordHash }));
  }

  private async find(where: FindOptionsWhere<UserRow>, count: number): Promise<UserKey[]> {
    if (count === 0) return [];
    const users = this.db.dataSource.getRepository(this.db.entities.users);
    return this.db.run(() => users.find({ where, select: { id: true, email: true } }));
  }
}

function toRow(user: ImportedUser): UserRow {
  const { passwordHash, isActive, deletedAt } = user;
  return { ...freshUser(user), isActive, deletedAt, passwordHash, foldedName: folded(user.displayName) };
}

function keysOf(users: readonly ImportedUser[]): UserKeys {
  return { ids: users.map(({ id }) => id), emails: users.map(({ email }) => email) };
}
