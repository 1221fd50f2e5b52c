import type { Caller } from '@janus/access';
import type { AuditOrigin } from '@janus/audit';
import { AuditService } from '@janus/audit';
import { Clock } from '@janus/kernel';
import { Injectable } from '@nestjs/common';
import { CredentialsRepository } from '../passwords/credentials.repository.js';
import { SessionsRepository } from '../sessions/sessions.repository.js';

/** Puts another password in place, ends the sessions that it ends, and records it. */
@Injectable()
export class CredentialChanges {
  constructor(
    private readonly credentials: CredentialsRepository,
    private readonly sessions: SessionsRepository,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /**
   * The other sessions die in the very write that sets the password. The caller's own is lifted afterwards: a crash in between
   * signs the caller out, and nobody else in.
   * @returns false if somebody else was faster, so that `oldHash` is not the current one any more
   */
  async change(
    { user, sessionId }: Caller,
    { oldHash, newHash }: { readonly oldHash: string; readonly newHash: string },
    origin: AuditOrigin,
  ): Promise<boolean> {
    const [now, from] = [this.clock.now(), user.credentialsVersion];
    const event = { type: 'auth.password_changed' as const, actor: user, target: user };
    const won = await this.audit.around(event, origin, () =>
      this.credentials.changePassword(user.id, from, oldHash, newHash, now),
    );
    if (!won) return false;
    await this.sessions.lift(sessionId, from, from + 1);
    await this.sessions.endAllOf(user.id, from + 1, 'password_changed', now);
    return true;
  }
}
