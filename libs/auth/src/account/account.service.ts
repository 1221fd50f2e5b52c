import type { User } from '@janus/access';
import type { AuditOrigin } from '@janus/audit';
import { Problem } from '@janus/kernel';
import type { ExpectedVersion } from '@janus/users';
import { UserStatesService } from '@janus/users';
import { Injectable } from '@nestjs/common';
import { authProblems } from '../auth.problems.js';
import { CredentialsRepository } from '../passwords/credentials.repository.js';
import { PasswordCheckService } from '../passwords/password-check.service.js';

/** What users do to their own account that needs the current password. */
@Injectable()
export class AccountService {
  constructor(
    private readonly credentials: CredentialsRepository,
    private readonly passwords: PasswordCheckService,
    private readonly states: UserStatesService,
  ) {}

  /** Soft-deletes the caller. @throws Problem WRONG_PASSWORD, LAST_SUPER_ADMIN, PRECONDITION_FAILED */
  async delete(user: User, currentPassword: string, expected: ExpectedVersion, origin: AuditOrigin): Promise<void> {
    await this.assertPassword(user, currentPassword, origin);
    await this.states.deleteOwn(user, expected, origin);
  }

  /**
   * Makes sure that the caller knows the password; attempts are counted as at sign-in.
   * @returns the hash that it was checked against, as it is stored now
   * @throws Problem WRONG_PASSWORD
   */
  async assertPassword(user: User, password: string, origin: AuditOrigin): Promise<string> {
    const found = await this.credentials.findByUserId(user.id);
    const owner = { email: user.email, user, passwordHash: found?.passwordHash ?? null };
    const { outcome } = await this.passwords.check(owner, password, origin);
    if (outcome !== 'right') throw new Problem(authProblems.WRONG_PASSWORD);
    // The check may have put a stronger hash of the same password in place.
    const now = await this.credentials.findByUserId(user.id);
    return now?.passwordHash ?? '';
  }
}
