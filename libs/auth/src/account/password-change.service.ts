import type { Caller } from '@janus/access';
import { Problem } from '@janus/kernel';
import { Injectable } from '@nestjs/common';
import type { MailOrigin } from '../mail-origin.js';
import { authProblems } from '../auth.problems.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { PasswordPolicyService } from '../passwords/password-policy.service.js';
import { AccountService } from './account.service.js';
import { CredentialChanges } from './credential-changes.service.js';

/** The owner chooses another password (OWASP ASVS 6.2.3). */
@Injectable()
export class PasswordChangeService {
  constructor(
    private readonly accounts: AccountService,
    private readonly policy: PasswordPolicyService,
    private readonly hasher: PasswordHasher,
    private readonly changes: CredentialChanges,
  ) {}

  /** Ends every other session. @throws Problem PASSWORD_REFUSED, WRONG_PASSWORD, OVERLOADED */
  async change(caller: Caller, currentPassword: string, newPassword: string, origin: MailOrigin): Promise<void> {
    const { user } = caller;
    this.policy.assertAllowed(newPassword, user.email, '/newPassword');
    const oldHash = await this.accounts.assertPassword(user, currentPassword, origin);
    const newHash = await this.hasher.hash(newPassword);
    // Somebody else was faster, so what was checked is not the current password any more.
    if (!(await this.changes.change(caller, { oldHash, newHash }, origin)))
      throw new Problem(authProblems.WRONG_PASSWORD);
  }
}
