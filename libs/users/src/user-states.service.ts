import type { Action, EndReason, Role } from '@janus/access';
import { isBelow } from '@janus/access';
import { Clock } from '@janus/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { canChangeRole } from './policy/can-change-role.js';
import { canManageUser } from './policy/can-manage-user.js';
import type { Decision } from './policy/decision.js';
import { enforce } from './policy/decision.js';
import type { Standing } from './super-admins/super-admin-keeper.js';
import { SuperAdminKeeper } from './super-admins/super-admin-keeper.js';
import type { ExpectedVersion } from './user-change.js';
import { assertVersion, untilWon } from './user-change.js';
import { UserSessions } from './user-sessions.js';
import type { User } from './user.js';
import type { UsersOptions } from './users.options.js';
import { USERS_OPTIONS } from './users.options.js';
import { UsersRepository } from './users.repository.js';

/** One change of role or state: who may, what comes out, how it is written. */
interface StateChange {
  readonly decide: (target: User | null) => Decision;
  readonly after: (target: User, now: Date) => Standing;
  readonly write: (target: User, now: Date) => Promise<boolean>;
  /** Why the target's sessions end, or null if they go on. */
  readonly endReason: (target: User) => EndReason | null;
}

/** Role and state of users. Repeating a change is fine and changes nothing. */
@Injectable()
export class UserStatesService {
  constructor(
    private readonly users: UsersRepository,
    private readonly sessions: UserSessions,
    private readonly superAdmins: SuperAdminKeeper,
    private readonly clock: Clock,
    @Inject(USERS_OPTIONS) private readonly options: UsersOptions,
  ) {}

  changeRole(actor: User, id: string, role: Role, expected: ExpectedVersion): Promise<User> {
    const isDemotion = (target: User) => isBelow(role, target.role);
    return this.change(id, expected, {
      decide: (target) => canChangeRole(actor, target, role, this.options.requireVerifiedEmail),
      after: (target) => ({ ...target, role }),
      write: (target, now) => this.users.changeRole(id, target.version, role, isDemotion(target), now),
      endReason: (target) => (isDemotion(target) ? 'role_changed' : null),
    });
  }

  setActive(actor: User, id: string, isActive: boolean, expected: ExpectedVersion): Promise<User> {
    return this.change(id, expected, {
      decide: this.manage(actor, isActive ? 'users:unsuspend' : 'users:suspend'),
      after: (target) => ({ ...target, isActive }),
      write: (target, now) => this.users.setActive(id, target.version, isActive, now),
      endReason: () => (isActive ? null : 'suspended'),
    });
  }

  restore(actor: User, id: string, expected: ExpectedVersion): Promise<User> {
    return this.change(id, expected, {
      decide: this.manage(actor, 'users:restore'),
      after: (target) => ({ ...target, deletedAt: null }),
      write: (target, now) => this.users.setDeleted(id, target.version, false, now),
      endReason: () => null,
    });
  }

  /** Soft-deletes somebody else. */
  delete(actor: User, id: string, expected: ExpectedVersion): Promise<User> {
    return this.change(id, expected, this.deletion(id, this.manage(actor, 'users:delete')));
  }

  /** Soft-deletes the caller; the password has been checked by whoever calls this. */
  deleteOwn(self: User, expected: ExpectedVersion): Promise<User> {
    return this.change(self.id, expected, this.deletion(self.id, this.manage(self, 'profile:delete')));
  }

  private manage(actor: User, action: Action): StateChange['decide'] {
    return (target) => canManageUser(actor, action, target);
  }

  private deletion(id: string, decide: StateChange['decide']): StateChange {
    return {
      decide,
      after: (target, now) => ({ ...target, deletedAt: now }),
      write: (target, now) => this.users.setDeleted(id, target.version, true, now),
      endReason: () => 'deleted',
    };
  }

  private change(id: string, expected: ExpectedVersion, change: StateChange): Promise<User> {
    return untilWon(async () => {
      const target = await this.users.findById(id);
      enforce(change.decide(target));
      if (!target) return null;
      const now = this.clock.now();
      const after = change.after(target, now);
      assertVersion(target, expected);
      if (isSame(target, after)) return target;
      const won = await this.superAdmins.around(target, after, () => change.write(target, now));
      if (!won) return null;
      const reason = change.endReason(target);
      if (reason) await this.sessions.endAllOf(id, target.credentialsVersion + 1, reason, now);
      return this.users.findById(id);
    });
  }
}

function isSame(before: Standing, after: Standing): boolean {
  return (
    before.role === after.role &&
    before.isActive === after.isActive &&
    (before.deletedAt === null) === (after.deletedAt === null)
  );
}
