import type { Role, User } from '@janus/access';
import { Problem, assertId, foldCase } from '@janus/kernel';
import type { NewUser, Profile, UserFilter, UserPageQuery } from '@janus/users';
import { UsersRepository, freshUser, usersProblems } from '@janus/users';
import type { QueryPartialEntity } from 'typeorm';
import { isDuplicate } from './driver-errors.js';
import { raised, toUser } from './rows.js';
import type { SqlDatabase } from './sql-database.js';
import type { UserRow } from './tables.js';
import { countUsers, listUsers } from './list-users.js';

export class TypeormUsers extends UsersRepository {
  constructor(private readonly db: SqlDatabase) {
    super();
  }

  async insert(user: NewUser): Promise<void> {
    assertId(user.id);
    const row: UserRow = { ...freshUser(user), passwordHash: user.passwordHash, foldedName: folded(user.displayName) };
    const { users } = this.db.entities;
    try {
      await this.db.insert(users, row);
    } catch (error) {
      throw isDuplicate(error, 'email') ? new Problem(usersProblems.EMAIL_TAKEN) : error;
    }
  }

  async findById(id: string): Promise<User | null> {
    assertId(id);
    const row = await this.db.run(() => this.db.dataSource.getRepository(this.db.entities.users).findOneBy({ id }));
    return row && toUser(row);
  }

  list(query: UserPageQuery): Promise<User[]> {
    return listUsers(this.db, query);
  }

  count(filter: UserFilter): Promise<number> {
    return countUsers(this.db, filter);
  }

  updateProfile(id: string, version: number, profile: Profile, now: Date): Promise<boolean> {
    const { displayName, firstName, lastName, locale } = profile;
    return this.change(id, version, now, { displayName, firstName, lastName, locale, foldedName: folded(displayName) });
  }

  changeRole(id: string, version: number, role: Role, endSessions: boolean, now: Date): Promise<boolean> {
    return this.change(id, version, now, { role, ...(endSessions ? raised('role_changed', now) : {}) });
  }

  setActive(id: string, version: number, isActive: boolean, now: Date): Promise<boolean> {
    return this.change(id, version, now, { isActive, ...(isActive ? {} : raised('suspended', now)) });
  }

  setDeleted(id: string, version: number, isDeleted: boolean, now: Date): Promise<boolean> {
    return this.change(
      id,
      version,
      now,
      isDeleted ? { deletedAt: now, ...raised('deleted', now) } : { deletedAt: null },
    );
  }

  reinstate(id: string, version: number, now: Date): Promise<boolean> {
    const fields = { role: 'super_admin', isActive: true, deletedAt: null, emailVerified: true } as const;
    return this.change(id, version, now, fields);
  }

  private async change(id: string, version: number, now: Date, fields: QueryPartialEntity<UserRow>): Promise<boolean> {
    assertId(id);
    const changed = await this.db.update(this.db.entities.users, (query) =>
      query
        .set({ ...fields, version: version + 1, updatedAt: now })
        .where('id = :id AND version = :version', { id, version }),
    );
    return changed === 1;
  }
}

/** The form of a name that the search by prefix looks at. */
export function folded(displayName: string | null): string | null {
  return displayName === null ? null : foldCase(displayName);
}
