import type { AuditChange, AuditOrigin } from '@janus/audit';
import { AuditService } from '@janus/audit';
import { Clock, foldCase } from '@janus/kernel';
import type { Role } from '@janus/access';
import { rolesBelow, scopesOf } from '@janus/access';
import { Injectable } from '@nestjs/common';
import { canManageUser } from './policy/can-manage-user.js';
import { enforce, refusalProblem } from './policy/decision.js';
import type { ExpectedVersion } from './user-change.js';
import { assertVersion, untilWon } from './user-change.js';
import type { Profile, User } from './user.js';
import type { UserFilter, UserPageQuery } from './users.repository.js';
import { UsersRepository } from './users.repository.js';

/** What a caller asks a list for; null means "did not ask". */
export interface UserListQuestion extends Pick<UserPageQuery, 'sort' | 'descending'> {
  readonly role: Role | null;
  readonly isActive: boolean | null;
  readonly emailVerified: boolean | null;
  readonly includeDeleted: boolean | null;
  readonly q: string | null;
}

/** One page of it. */
export type UserListRequest = UserListQuestion & Pick<UserPageQuery, 'after' | 'limit'>;

/** Which permission an edit rests on: that over one's own profile, or that over users. */
export type ProfileAction = 'profile:update' | 'users:update';

/** Whose profile is to be edited, how, and by what kind of request. */
export interface ProfileOrder {
  readonly id: string;
  readonly fields: Partial<Profile>;
  readonly expected: ExpectedVersion;
  readonly origin: AuditOrigin;
}

/** Reading users and editing profiles. */
@Injectable()
export class UsersService {
  constructor(
    private readonly users: UsersRepository,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  async read(actor: User, id: string): Promise<User> {
    const target = await this.users.findById(id);
    enforce(canManageUser(actor, 'users:read', target));
    return target as User;
  }

  /** @throws Problem NO_PERMISSION if the request filters or sorts by a field that the caller does not see */
  async list(actor: User, request: UserListRequest): Promise<User[]> {
    const { sort, descending, after, limit } = request;
    return this.users.list({ filter: filterFor(actor, request), sort, descending, after, limit });
  }

  count(actor: User, request: UserListQuestion): Promise<number> {
    return this.users.count(filterFor(actor, request));
  }

  /**
   * Merges the given fields into the profile (RFC 7396); absent ones stay, null clears. What one does to others is recorded.
   * @throws Problem as the policy and `If-Match` say
   */
  updateProfile(actor: User, action: ProfileAction, { id, fields, expected, origin }: ProfileOrder): Promise<User> {
    return untilWon(async () => {
      const target = await this.users.findById(id);
      enforce(canManageUser(actor, action, target));
      if (!target) return null;
      assertVersion(target, expected);
      const profile = merge(target, fields);
      const changes = differences(target, profile);
      if (changes.length === 0) return target;
      const write = () => this.users.updateProfile(id, target.version, profile, this.clock.now());
      const event = { type: 'user.updated' as const, actor, target, changes };
      const won = actor.id === id ? await write() : await this.audit.around(event, origin, write);
      return won ? this.users.findById(id) : null;
    });
  }
}

/** Whether the actor sees every field of others; who may only list those below sees the short form. */
export function seesAllFields(actor: Pick<User, 'role'>): boolean {
  return scopesOf(actor.role, 'users:list').includes('any');
}

/** @throws Problem NO_PERMISSION if the request filters, sorts or searches by a field that the caller does not see */
export function assertSeesFields(actor: User, request: UserListQuestion): void {
  if (seesAllFields(actor)) return;
  const { emailVerified, includeDeleted, sort } = request;
  if (emailVerified !== null || includeDeleted !== null || sort === 'email') throw refusalProblem('NO_PERMISSION');
}

function filterFor(actor: User, request: UserListQuestion): UserFilter {
  assertSeesFields(actor, request);
  const all = seesAllFields(actor);
  const { role, isActive, emailVerified, includeDeleted, q } = request;
  const asked = role === null ? null : [role];
  const visible = rolesBelow(actor.role);
  return {
    roles: all ? asked : (asked ?? visible).filter((one) => visible.includes(one)),
    isActive,
    emailVerified,
    includeDeleted: includeDeleted ?? false,
    prefix: q === null ? null : { text: foldCase(q), email: all },
  };
}

function merge(target: User, fields: Partial<Profile>): Profile {
  const { displayName, firstName, lastName, locale } = { ...target, ...fields };
  return { displayName, firstName, lastName, locale };
}

function differences(before: Profile, after: Profile): AuditChange[] {
  return (['displayName', 'firstName', 'lastName', 'locale'] as const)
    .map((field) => ({ field, before: before[field], after: after[field] }))
    .filter((one) => one.before !== one.after);
}
