import type { User } from '@janus/access';
import { Problem } from '@janus/kernel';
import type { ExpectedVersion } from '@janus/users';
import { UserStatesService } from '@janus/users';
import { Injectable } from '@nestjs/common';
import { authProblems } from '../auth.problems.js';
import { CredentialsRepository } from '../passwords/credentials.repository.js';
import { PasswordHasher } from '../passwords/password-hasher.js';

/** What users do to their own account that needs the current password. */
@Injectable()
export class AccountService {
  constructor(
    private readonly credentials: CredentialsRepository,
    private readonly hasher: PasswordHasher,
    private readonly states: UserStatesService,
  ) {}

  /** Soft-deletes the caller. @throws Problem WRONG_PASSWORD, LAST_SUPER_ADMIN, PRECONDITION_FAILED */
  async delete(user: User, currentPassword: string, expected: ExpectedVersion): Promise<void> {
    const found = await this.credentials.findByUserId(user.id);
    const matches = await this.hasher.verify(found?.passwordHash ?? null, currentPassword);
    if (!matches) throw new Problem(authProblems.WRONG_PASSWORD);
    await this.states.deleteOwn(user, expected);
  }
}
