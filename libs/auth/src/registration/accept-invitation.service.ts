import type { AuditOrigin } from '@janus/audit';
import { AuditService } from '@janus/audit';
import { Clock, Problem, digestOf } from '@janus/kernel';
import { InvitationsRepository } from '@janus/users';
import { Injectable } from '@nestjs/common';
import { authProblems } from '../auth.problems.js';
import { CredentialsRepository } from '../passwords/credentials.repository.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { PasswordPolicyService } from '../passwords/password-policy.service.js';

/** An invited user chooses the first password. */
@Injectable()
export class AcceptInvitationService {
  constructor(
    private readonly invitations: InvitationsRepository,
    private readonly credentials: CredentialsRepository,
    private readonly policy: PasswordPolicyService,
    private readonly hasher: PasswordHasher,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /**
   * Acts, then consumes: setting a *first* password can win only once, so the link cannot work twice even if the process dies
   * between the two.
   * @throws Problem INVALID_LINK, PASSWORD_REFUSED
   */
  async accept(token: string, newPassword: string, origin: AuditOrigin): Promise<void> {
    const tokenDigest = digestOf(token);
    const invitation = await this.invitations.findByDigest(tokenDigest);
    if (!invitation || invitation.expiresAt <= this.clock.now()) throw new Problem(authProblems.INVALID_LINK);
    const invited = await this.credentials.findByUserId(invitation.userId);
    if (!invited) throw new Problem(authProblems.INVALID_LINK);
    this.policy.assertAllowed(newPassword, invited.user.email, '/newPassword');
    const passwordHash = await this.hasher.hash(newPassword);
    const event = { type: 'auth.invitation_accepted' as const, actor: invited.user, target: invited.user };
    const won = await this.audit.around(event, origin, () =>
      this.credentials.setFirstPassword(invitation.userId, passwordHash, invitation.verifiesEmail, this.clock.now()),
    );
    if (!won) throw new Problem(authProblems.INVALID_LINK);
    await this.invitations.remove(invitation.userId, tokenDigest);
  }
}
