import type { Role, User } from '@janus/access';
import { Problem, assertId, compareText, foldCase } from '@janus/kernel';
import type { NewUser, Profile, UserFilter, UserPageQuery, UserPosition } from '@janus/users';
import { UsersRepository, freshUser, usersProblems } from '@janus/users';
import type { MemoryStore, StoredUser } from './memory-store.js';
import { copyOf, withoutSecrets } from './memory-store.js';

export class MemoryUsers extends UsersRepository {
  constructor(private readonly store: MemoryStore) {
    super();
  }

  async insert(user: NewUser): Promise<void> {
    assertId(user.id);
    if ([...this.store.users.values()].some(({ email }) => email === user.email))
      throw new Problem(usersProblems.EMAIL_TAKEN);
    if (this.store.users.has(user.id)) throw new Error(`user ${user.id} exists`);
    this.store.users.set(user.id, copyOf({ ...freshUser(user), passwordHash: user.passwordHash }));
  }

  async findById(id: string): Promise<User | null> {
    assertId(id);
    const user = this.store.users.get(id);
    return user ? withoutSecrets(user) : null;
  }

  async list({ filter, sort, descending, after, limit }: UserPageQuery): Promise<User[]> {
    const compare = comparePositions(descending);
    const positioned = this.matching(filter).map((user) => ({ user, position: { value: user[sort], id: user.id } }));
    return positioned
      .filter(({ position }) => after === null || compare(position, after) > 0)
      .toSorted((a, b) => compare(a.position, b.position))
      .slice(0, limit)
      .map(({ user }) => withoutSecrets(user));
  }

  async count(filter: UserFilter): Promise<number> {
    return this.matching(filter).length;
  }

  async updateProfile(id: string, version: number, profile: Profile, now: Date): Promise<boolean> {
    const { displayName, firstName, lastName, locale } = profile;
    return this.change(id, version, now, () => ({ displayName, firstName, lastName, locale }));
  }

  async changeRole(id: string, version: number, role: Role, endSessions: boolean, now: Date): Promise<boolean> {
    return this.change(id, version, now, (user) => ({
      role,
      ...(endSessions ? raised(user, 'role_changed', now) : {}),
    }));
  }

  async setActive(id: string, version: number, isActive: boolean, now: Date): Promise<boolean> {
    return this.change(id, version, now, (user) => ({ isActive, ...(isActive ? {} : raised(user, 'suspended', now)) }));
  }

  async setDeleted(id: string, version: number, isDeleted: boolean, now: Date): Promise<boolean> {
    return this.change(id, version, now, (user) =>
      isDeleted ? { deletedAt: now, ...raised(user, 'deleted', now) } : { deletedAt: null },
    );
  }

  async reinstate(id: string, version: number, now: Date): Promise<boolean> {
    return this.change(id, version, now, () => reinstated);
  }

  private change(id: string, version: number, now: Date, fields: (user: StoredUser) => Partial<StoredUser>): boolean {
    assertId(id);
    const user = this.store.users.get(id);
    if (!user || user.version !== version) return false;
    this.store.users.set(id, copyOf({ ...user, ...fields(user), version: version + 1, updatedAt: now }));
    return true;
  }

  private matching(filter: UserFilter): StoredUser[] {
    return [...this.store.users.values()].filter((user) => matches(user, filter));
  }
}

const reinstated = { role: 'super_admin', isActive: true, deletedAt: null, emailVerified: true } as const;

/** The fields that kill every session of the user. */
export function raised(user: User, reason: User['credentialsEndReason'], now: Date) {
  return { credentialsVersion: user.credentialsVersion + 1, credentialsEndReason: reason, credentialsChangedAt: now };
}

function matches(user: StoredUser, { roles, isActive, emailVerified, includeDeleted, prefix }: UserFilter): boolean {
  return (
    (roles === null || roles.includes(user.role)) &&
    (isActive === null || user.isActive === isActive) &&
    (emailVerified === null || user.emailVerified === emailVerified) &&
    (includeDeleted || user.deletedAt === null) &&
    (prefix === null ||
      foldCase(user.displayName ?? '').startsWith(prefix.text) ||
      (prefix.email && user.email.startsWith(prefix.text)))
  );
}

function comparePositions(descending: boolean): (a: UserPosition, b: UserPosition) => number {
  const direction = descending ? -1 : 1;
  return (a, b) => {
    if (a.value === null || b.value === null) {
      const nullsLast = Number(a.value === null) - Number(b.value === null);
      return nullsLast || direction * compareText(a.id, b.id);
    }
    return direction * (compareValues(a.value, b.value) || compareText(a.id, b.id));
  };
}

function compareValues(a: Date | string, b: Date | string): number {
  return a instanceof Date && b instanceof Date ? a.getTime() - b.getTime() : compareText(String(a), String(b));
}
