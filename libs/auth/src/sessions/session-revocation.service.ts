import type { Caller, EndReason, User } from '@janus/access';
import { endReasonOf } from '@janus/access';
import type { AuditOrigin } from '@janus/audit';
import { AuditService } from '@janus/audit';
import { Clock, Problem } from '@janus/kernel';
import { UsersRepository, canManageUser, enforce } from '@janus/users';
import { Injectable } from '@nestjs/common';
import { authProblems } from '../auth.problems.js';
import { CredentialsRepository } from '../passwords/credentials.repository.js';
import { SessionsRepository } from './sessions.repository.js';

/** Ends sessions from a list: one's own, or those of others as the matrix says. Access tokens die with them. */
@Injectable()
export class SessionRevocationService {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly credentials: CredentialsRepository,
    private readonly users: UsersRepository,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Ends one. A session that is over already stays as it is. @throws Problem SESSION_NOT_FOUND and as the policy says */
  async revoke({ user: actor }: Caller, userId: string, sessionId: string, origin: AuditOrigin): Promise<void> {
    const target = await this.targetOf(actor, userId);
    const found = await this.sessions.findWithUser(sessionId);
    if (found?.user.id !== target.id) throw new Problem(authProblems.SESSION_NOT_FOUND);
    const now = this.clock.now();
    if (endReasonOf(found, now)) return;
    const reason = reasonFor(actor, target);
    const event = { type: 'session.revoked' as const, actor, target, reason };
    await this.audit.around(event, origin, () => this.sessions.end(sessionId, reason, now));
  }

  /**
   * Ends all of them. One's own session, where it is spared, goes on without a moment's break: other tabs use it meanwhile.
   * @param keepsCurrent spares the caller's own session
   */
  async revokeAll(
    { user: actor, sessionId }: Caller,
    userId: string,
    keepsCurrent: boolean,
    origin: AuditOrigin,
  ): Promise<void> {
    const target = await this.targetOf(actor, userId);
    const [reason, now, from] = [reasonFor(actor, target), this.clock.now(), target.credentialsVersion];
    const event = { type: 'session.all_revoked' as const, actor, target, reason };
    if (keepsCurrent && actor.id === target.id) {
      await this.audit.around(event, origin, async () => {
        await this.sessions.endOthers(target.id, sessionId, reason, now);
        return true;
      });
      return;
    }
    const won = await this.audit.around(event, origin, () =>
      this.credentials.endAllSessions(target.id, from, reason, now),
    );
    if (won) await this.sessions.endAllOf(target.id, from + 1, reason, now);
  }

  private async targetOf(actor: User, userId: string): Promise<User> {
    const target = actor.id === userId ? actor : await this.users.findById(userId);
    enforce(canManageUser(actor, 'sessions:revoke', target));
    return target as User;
  }
}

function reasonFor(actor: User, target: User): EndReason {
  return actor.id === target.id ? 'revoked_by_owner' : 'revoked_by_admin';
}
