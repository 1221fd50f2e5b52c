import type { Caller } from '@janus/access';
import { Clock, Problem } from '@janus/kernel';
import { Injectable } from '@nestjs/common';
import { authProblems } from '../auth.problems.js';
import { CredentialsRepository } from '../passwords/credentials.repository.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { PasswordPolicyService } from '../passwords/password-policy.service.js';
import { SessionsRepository } from '../sessions/sessions.repository.js';
import type { Origin } from '../sessions/token-grant.js';
import { AccountService } from './account.service.js';

/** The owner chooses another password (OWASP ASVS 6.2.3). */
@Injectable()
export class PasswordChangeService {
  constructor(
    private readonly accounts: AccountService,
    private readonly credentials: CredentialsRepository,
    private readonly policy: PasswordPolicyService,
    private readonly hasher: PasswordHasher,
    private readonly sessions: SessionsRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * The other sessions die in the very write that sets the password. The caller's own is lifted afterwards: a crash in between
   * signs the caller out, and nobody else in.
   * @throws Problem PASSWORD_REFUSED, WRONG_PASSWORD, OVERLOADED
   */
  async change(
    { user, sessionId }: Caller,
    currentPassword: string,
    newPassword: string,
    origin: Origin,
  ): Promise<void> {
    this.policy.assertAllowed(newPassword, user.email, '/newPassword');
    const oldHash = await this.accounts.assertPassword(user, currentPassword, origin);
    const newHash = await this.hasher.hash(newPassword);
    const now = this.clock.now();
    const from = user.credentialsVersion;
    const won = await this.credentials.changePassword(user.id, from, oldHash, newHash, now);
    // Somebody else was faster, so what was checked is not the current password any more.
    if (!won) throw new Problem(authProblems.WRONG_PASSWORD);
    await this.sessions.lift(sessionId, from, from + 1);
    await this.sessions.endAllOf(user.id, from + 1, 'password_changed', now);
  }
}
