import type { Caller, User } from '@janus/access';
import type { NewAuditEvent } from '@janus/audit';
import { AuditService } from '@janus/audit';
import { Clock } from '@janus/kernel';
import { Injectable } from '@nestjs/common';
import type { MailOrigin } from '../mail-origin.js';
import { OwnerNotices } from '../notices/owner-notices.service.js';
import { GuessLimitService } from '../guessing/guess-limit.service.js';
import { CredentialsRepository } from '../passwords/credentials.repository.js';
import { SessionsRepository } from '../sessions/sessions.repository.js';

/** Puts another password in place, ends the sessions that it ends, and records it. */
@Injectable()
export class CredentialChanges {
  constructor(
    private readonly credentials: CredentialsRepository,
    private readonly sessions: SessionsRepository,
    private readonly guesses: GuessLimitService,
    private readonly notices: OwnerNotices,
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
    origin: MailOrigin,
  ): Promise<boolean> {
    const [now, from] = [this.clock.now(), user.credentialsVersion];
    const event = { type: 'auth.password_changed' as const, actor: user, target: user };
    await this.notices.passwordChanged(user, origin);
    const won = await this.audit.around(event, origin, async () => {
      const isChanged = await this.credentials.changePassword(user.id, from, oldHash, newHash, now);
      if (isChanged) await this.sessions.lift(sessionId, from, from + 1);
      return isChanged;
    });
    if (!won) return false;
    await this.sessions.endAllOf(user.id, from + 1, 'password_changed', now);
    return true;
  }

  /**
   * Gives somebody a password who has proved otherwise that they may have one. Nobody is signed in by it, and the write that sets
   * it kills every session. The lock is lifted afterwards: before, the old password could be guessed on.
   * @param user as just read
   * @param event how it is recorded
   * @returns false if the user's credentials have changed since, and nothing was written
   */
  async reset(user: User, passwordHash: string, event: NewAuditEvent, origin: MailOrigin): Promise<boolean> {
    const { id, email, credentialsVersion } = user;
    const now = this.clock.now();
    await this.notices.passwordChanged(user, origin);
    const won = await this.audit.around(event, origin, () =>
      this.credentials.resetPassword(id, credentialsVersion, passwordHash, now),
    );
    if (!won) return false;
    await this.sessions.endAllOf(id, credentialsVersion + 1, 'password_reset', now);
    await this.guesses.unlock(email);
    return true;
  }
}
