import { AuditService } from '@janus/audit';
import { Problem } from '@janus/kernel';
import { Injectable } from '@nestjs/common';
import { canManageUser } from '../policy/can-manage-user.js';
import { enforce } from '../policy/decision.js';
import type { User } from '../user.js';
import { usersProblems } from '../users.problems.js';
import { UsersRepository } from '../users.repository.js';
import type { InvitationWay } from './invitation-links.service.js';
import { InvitationLinks } from './invitation-links.service.js';
import { PasswordHolders } from './password-holders.js';
import type { CreationOrigin, Invited } from './user-creation.service.js';

/** Invites once more whoever has no password yet. */
@Injectable()
export class ReinvitationService {
  constructor(
    private readonly users: UsersRepository,
    private readonly holders: PasswordHolders,
    private readonly invitations: InvitationLinks,
    private readonly audit: AuditService,
  ) {}

  /** The older invitation is void. @throws Problem HAS_PASSWORD, and as the policy says */
  async invite(actor: User, id: string, way: InvitationWay | null, origin: CreationOrigin): Promise<Invited> {
    const target = await this.users.findById(id);
    enforce(canManageUser(actor, 'users:create', target));
    const user = target as User;
    if (await this.holders.hasPassword(id)) throw new Problem(usersProblems.HAS_PASSWORD);
    await this.audit.record({ type: 'user.invited', actor, target: user }, origin);
    return { user, invitation: await this.invitations.invite(user, way, origin.acceptLanguage ?? null) };
  }
}
