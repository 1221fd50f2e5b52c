import type { Action, Role, User } from '@janus/access';
import { rowOf } from '@janus/access';
import { Clock } from '@janus/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { standingAfter } from '../super-admins/standing.js';
import { SuperAdminKeeper } from '../super-admins/super-admin-keeper.js';
import type { UsersOptions } from '../users.options.js';
import { USERS_OPTIONS } from '../users.options.js';
import { UsersRepository } from '../users.repository.js';
import { canChangeRole } from './can-change-role.js';
import { canCreateUser } from './can-create-user.js';
import { canManageUser, canUse } from './can-manage-user.js';
import type { Decision, Refusal } from './decision.js';
import { enforce } from './decision.js';
import { policyRules } from './policy-rules.js';

/** What somebody wants to know; null where it was not said. */
export interface Question {
  /** Null: the caller. */
  readonly actorId: string | null;
  readonly action: Action;
  readonly targetId: string | null;
  readonly role: Role | null;
}

export interface Explanation {
  readonly allowed: boolean;
  readonly reason: 'ALLOWED' | 'NOT_ACTIVE' | Refusal;
  /** The number of the rule that refused; 0 if none did. */
  readonly rule: number;
  readonly detail: string;
}

const notActive: Explanation = {
  allowed: false,
  reason: 'NOT_ACTIVE',
  rule: 0,
  detail: 'The actor is suspended or deleted and cannot call at all.',
};

/** Says what a call would be answered, by the very rules that would answer it, and does nothing. */
@Injectable()
export class ExplainService {
  constructor(
    private readonly users: UsersRepository,
    private readonly superAdmins: SuperAdminKeeper,
    private readonly clock: Clock,
    @Inject(USERS_OPTIONS) private readonly options: UsersOptions,
  ) {}

  /** @throws Problem as the policy says of asking about this actor; USER_NOT_FOUND also for one whom the caller may not read */
  async explain(caller: User, question: Question): Promise<Explanation> {
    const actor = await this.actorOf(caller, question.actorId);
    if (!actor.isActive || actor.deletedAt) return notActive;
    const decision = await this.decide(caller, actor, question);
    return { ...decision, detail: detailOf(decision, question) };
  }

  private async actorOf(caller: User, id: string | null): Promise<User> {
    const actor = id === null || id === caller.id ? caller : await this.users.findById(id);
    enforce(canManageUser(caller, 'authz:explain', actor));
    return actor as User;
  }

  private async decide(caller: User, actor: User, { action, targetId, role }: Question): Promise<Decision> {
    if (action === 'users:create') return canCreateUser(actor, role);
    const { target: kind } = rowOf(action);
    if (kind === 'nobody' || (kind === 'user' && targetId === null)) return canUse(actor, action);
    const target = await this.targetOf(caller, actor, targetId ?? actor.id);
    const decision =
      action === 'users:change-role' && role !== null
        ? canChangeRole(actor, target, role, this.options.requireVerifiedEmail)
        : canManageUser(actor, action, target);
    if (!decision.allowed || !target) return decision;
    return this.superAdmins.judge(target, standingAfter(action, target, role, this.clock.now()));
  }

  /** For whoever asks, a target whom they may not read does not exist, whatever the actor would see of it. */
  private async targetOf(caller: User, actor: User, id: string): Promise<User | null> {
    const target = id === actor.id ? actor : await this.users.findById(id);
    return canManageUser(caller, 'users:read', target).allowed ? target : null;
  }
}

function detailOf(decision: Decision, { action, targetId, role }: Question): string {
  if (!decision.allowed) return policyRules.find(({ rule }) => rule === decision.rule)?.meaning ?? '';
  if (rowOf(action).target === 'user' && targetId === null) {
    return 'The role allows it; whom it reaches is decided once the target is known.';
  }
  const isRoleOpen = role === null && (action === 'users:change-role' || action === 'users:create');
  return isRoleOpen
    ? 'Nothing stands in the way so far; whether a role may be given is decided once it is known.'
    : 'Nothing stands in the way.';
}
