import type { Role, User } from '@janus/access';
import { Problem, assertId } from '@janus/kernel';
import type { NewUser, Profile, UserFilter, UserPageQuery } from '@janus/users';
import { UsersRepository, freshUser, usersProblems } from '@janus/users';
import type { Change } from './documents.js';
import { folded, toUser, raising } from './documents.js';
import { filterUsers, listUsers } from './list-users.js';
import type { MongoDatabase } from './mongo-database.js';
import { ours } from './mongo-database.js';
import { isDuplicate } from './mongo-errors.js';

export class MongooseUsers extends UsersRepository {
  constructor(private readonly db: MongoDatabase) {
    super();
  }

  async insert(user: NewUser): Promise<void> {
    assertId(user.id);
    const { id, ...fields } = freshUser(user);
    const document = { _id: id, ...fields, passwordHash: user.passwordHash, foldedName: folded(user.displayName) };
    try {
      await this.db.run(() => this.db.models.users.insertOne(document));
    } catch (error) {
      throw isDuplicate(error, 'email') ? new Problem(usersProblems.EMAIL_TAKEN) : error;
    }
  }

  async findById(id: string): Promise<User | null> {
    assertId(id);
    const found = await this.db.run(() => this.db.models.users.findById(id).lean().exec());
    return found && toUser(found);
  }

  list(query: UserPageQuery): Promise<User[]> {
    return listUsers(this.db, query);
  }

  count(filter: UserFilter): Promise<number> {
    return this.db.run(() => this.db.models.users.countDocuments(ours(filterUsers(filter))).exec());
  }

  updateProfile(id: string, version: number, profile: Profile, now: Date): Promise<boolean> {
    const { displayName, firstName, lastName, locale } = profile;
    return this.change(id, version, now, {
      $set: { displayName, firstName, lastName, locale, foldedName: folded(displayName) },
    });
  }

  changeRole(id: string, version: number, role: Role, endSessions: boolean, now: Date): Promise<boolean> {
    return this.change(id, version, now, endSessions ? raising('role_changed', now, { role }) : { $set: { role } });
  }

  setActive(id: string, version: number, isActive: boolean, now: Date): Promise<boolean> {
    return this.change(id, version, now, isActive ? { $set: { isActive } } : raising('suspended', now, { isActive }));
  }

  setDeleted(id: string, version: number, isDeleted: boolean, now: Date): Promise<boolean> {
    return this.change(
      id,
      version,
      now,
      isDeleted ? raising('deleted', now, { deletedAt: now }) : { $set: { deletedAt: null } },
    );
  }

  reinstate(id: string, version: number, now: Date): Promise<boolean> {
    const fields = { role: 'super_admin', isActive: true, deletedAt: null, emailVerified: true } as const;
    return this.change(id, version, now, { $set: fields });
  }

  private async change(id: string, version: number, now: Date, { $set, $inc }: Change): Promise<boolean> {
    assertId(id);
    const change = { $set: { ...$set, updatedAt: now }, $inc: { ...$inc, version: 1 } };
    return this.db.update(this.db.models.users, { _id: id, version }, change);
  }
}
