import type { Conflict, Credentials, ImportedUser, UserKey, UserKeys } from '@janus/auth';
import { UserTransferRepository, conflictsOf } from '@janus/auth';
import { assertId, compareText } from '@janus/kernel';
import { freshUser } from '@janus/users';
import type { MemoryStore } from './memory-store.js';
import { copyOf, withoutSecrets } from './memory-store.js';

export class MemoryUserTransfer extends UserTransferRepository {
  constructor(private readonly store: MemoryStore) {
    super();
  }

  async insertMany(users: readonly ImportedUser[]): Promise<Conflict[]> {
    for (const { id } of users) assertId(id);
    const conflicts = conflictsOf(users, [...this.store.users.values()]);
    const refused = new Set(conflicts.map(({ id }) => id));
    for (const user of users) {
      const { passwordHash, isActive, deletedAt } = user;
      if (refused.has(user.id)) continue;
      this.store.users.set(user.id, copyOf({ ...freshUser(user), isActive, deletedAt, passwordHash }));
    }
    return conflicts;
  }

  async findAny({ ids, emails }: UserKeys): Promise<UserKey[]> {
    const asked = new Set([...ids, ...emails]);
    return [...this.store.users.values()]
      .filter(({ id, email }) => asked.has(id) || asked.has(email))
      .map(({ id, email }) => ({ id, email }));
  }

  async page(afterId: string | null, limit: number, includeDeleted: boolean): Promise<Credentials[]> {
    if (afterId !== null) assertId(afterId);
    return [...this.store.users.values()]
      .filter(({ id, deletedAt }) => (afterId === null || id > afterId) && (includeDeleted || deletedAt === null))
      .toSorted((a, b) => compareText(a.id, b.id))
      .slice(0, limit)
      .map((user) => ({ user: withoutSecrets(user), passwordHash: user.passwordHash }));
  }
}
