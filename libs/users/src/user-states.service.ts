import type { Action, EndReason, Role } from '@janus/access';
import { isBelow } from '@janus/access';
import type { AuditChange, AuditEventType, AuditOrigin } from '@janus/audit';
import { Clock } from '@janus/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { canChangeRole } from './policy/can-change-role.js';
import { canManageUser } from './policy/can-manage-user.js';
import type { Decision } from './policy/decision.js';
import { enforce } from './policy/decision.js';
import type { Standing } from './super-admins/standing.js';
import { standingAfter } from './super-admins/standing.js';
import type { ExpectedVersion } from './user-change.js';
import { assertVersion, untilWon } from './user-change.js';
import { UserChanges } from './user-changes.service.js';
import { UserSessions } from './user-sessions.js';
import type { User } from './user.js';
import type { UsersOptions } from './users.options.js';
import { USERS_OPTIONS } from './users.options.js';
import { UsersRepository } from './users.repository.js';

/** Whose role or state is to be changed, and by what kind of request. */
export interface StateOrder {
  readonly id: string;
  readonly expected: ExpectedVersion;
  /** What the actor gives as a reason; for the audit log. */
  readonly reason: string | null;
  readonly origin: AuditOrigin;
}

/** One change of role or state: who may, what comes out, how it is written and recorded. */
interface StateChange {
  readonly actor: User;
  readonly action: Action;
  readonly type: AuditEventType;
  /** The new role, of a change of role. */
  readonly role?: Role;
  readonly decide: (target: User | null) => Decision;
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
    private readonly changes: UserChanges,
    private readonly clock: Clock,
    @Inject(USERS_OPTIONS) private readonly options: UsersOptions,
  ) {}

  changeRole(actor: User, role: Role, order: StateOrder): Promise<User> {
    const isDemotion = (target: User) => isBelow(role, target.role);
    return this.change(order, {
      actor,
      action: 'users:change-role',
      role,
      type: 'user.role_changed',
      decide: (target) => canChangeRole(actor, target, role, this.options.requireVerifiedEmail),
      write: (target, now) => this.users.changeRole(order.id, target.version, role, isDemotion(target), now),
      endReason: (target) => (isDemotion(target) ? 'role_changed' : null),
    });
  }

  setActive(actor: User, isActive: boolean, order: StateOrder): Promise<User> {
    return this.change(order, {
      type: isActive ? 'user.unsuspended' : 'user.suspended',
      ...manage(actor, isActive ? 'users:unsuspend' : 'users:suspend'),
      write: (target, now) => this.users.setActive(order.id, target.version, isActive, now),
      endReason: () => (isActive ? null : 'suspended'),
    });
  }

  restore(actor: User, order: StateOrder): Promise<User> {
    return this.change(order, {
      type: 'user.restored',
      ...manage(actor, 'users:restore'),
      write: (target, now) => this.users.setDeleted(order.id, target.version, false, now),
      endReason: () => null,
    });
  }

  /** Soft-deletes somebody else. */
  delete(actor: User, order: StateOrder): Promise<User> {
    return this.change(order, this.deletion(actor, order.id, 'users:delete'));
  }

  /** Soft-deletes the caller; the password has been checked by whoever calls this. */
  deleteOwn(self: User, expected: ExpectedVersion, origin: AuditOrigin): Promise<User> {
    const order = { id: self.id, expected, reason: null, origin };
    return this.change(order, this.deletion(self, self.id, 'profile:delete'));
  }

  private deletion(actor: User, id: string, action: Action): StateChange {
    return {
      type: 'user.deleted',
      ...manage(actor, action),
      write: (target, now) => this.users.setDeleted(id, target.version, true, now),
      endReason: () => 'deleted',
    };
  }

  private change({ id, expected, reason, origin }: StateOrder, change: StateChange): Promise<User> {
    const { actor, type } = change;
    return untilWon(async () => {
      const target = await this.users.findById(id);
      enforce(change.decide(target));
      if (!target) return null;
      const now = this.clock.now();
      const after = standingAfter(change.action, target, change.role ?? null, now);
      // Before the precondition, as every rule on the target; the count itself is taken by the write.
      enforce(await this.changes.judge(target, after));
      assertVersion(target, expected);
      const changes = differences(target, after);
      if (changes.length === 0) return target;
      const event = { type, actor, target, reason, changes };
      const won = await this.changes.write({ before: target, after, event, origin }, () => change.write(target, now));
      if (!won) return null;
      const endReason = change.endReason(target);
      if (endReason) await this.sessions.endAllOf(id, target.credentialsVersion + 1, endReason, now);
      return this.users.findById(id);
    });
  }
}

function manage(actor: User, action: Action): Pick<StateChange, 'actor' | 'action' | 'decide'> {
  return { actor, action, decide: (target) => canManageUser(actor, action, target) };
}

/** What a change of standing changes; a deleted user who is deleted again stays deleted since when it was. */
function differences(before: Standing, after: Standing): AuditChange[] {
  const isSameDeletion = (before.deletedAt === null) === (after.deletedAt === null);
  const fields = [
    { field: 'role', before: before.role, after: after.role },
    { field: 'isActive', before: before.isActive, after: after.isActive },
    ...(isSameDeletion
      ? []
      : [{ field: 'deletedAt', before: textOf(before.deletedAt), after: textOf(after.deletedAt) }]),
  ];
  return fields.filter((one) => one.before !== one.after);
}

function textOf(instant: Date | null): string | null {
  return instant?.toISOString() ?? null;
}
