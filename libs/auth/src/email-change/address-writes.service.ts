import type { User } from '@janus/access';
import type { AuditOrigin } from '@janus/audit';
import { AuditService } from '@janus/audit';
import { Clock, isProblem } from '@janus/kernel';
import { usersProblems } from '@janus/users';
import { Injectable } from '@nestjs/common';
import { invalidLink } from '../links/links.service.js';
import { CredentialsRepository } from '../passwords/credentials.repository.js';
import { SessionsRepository } from '../sessions/sessions.repository.js';

/** Writes another address, ends the sessions with it, and records it. */
@Injectable()
export class AddressWrites {
  constructor(
    private readonly credentials: CredentialsRepository,
    private readonly sessions: SessionsRepository,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem INVALID_LINK if the address was taken meanwhile, or the user's credentials have changed */
  async change(
    user: User,
    email: string,
    type: 'user.email_changed' | 'user.email_change_undone',
    origin: AuditOrigin,
  ): Promise<void> {
    const now = this.clock.now();
    const { id, credentialsVersion: version } = user;
    const changes = [{ field: 'email', before: user.email, after: email }];
    const won = await this.audit
      .around({ type, actor: user, target: user, changes }, origin, () =>
        this.credentials.changeEmail(id, version, email, now),
      )
      .catch((error: unknown) => {
        if (isProblem(error, usersProblems.EMAIL_TAKEN)) return false;
        throw error;
      });
    if (!won) throw invalidLink();
    await this.sessions.endAllOf(id, version + 1, 'email_changed', now);
  }
}
