import type { User } from '@janus/access';
import type { ExpectedVersion } from '@janus/users';
import { UsersRepository, assertVersion, canManageUser, enforce } from '@janus/users';
import { Injectable } from '@nestjs/common';
import { GuessLimitService } from './guess-limit.service.js';

/** Lifts the lock that failed attempts have put on somebody's account. */
@Injectable()
export class UnlockService {
  constructor(
    private readonly users: UsersRepository,
    private readonly guesses: GuessLimitService,
  ) {}

  /** Whether there was a lock is not told, and makes no difference. @throws Problem as the policy and `If-Match` say */
  async unlock(actor: User, id: string, expected: ExpectedVersion): Promise<User> {
    const target = await this.users.findById(id);
    enforce(canManageUser(actor, 'users:unlock', target));
    const user = target as User;
    assertVersion(user, expected);
    await this.guesses.unlock(user.email);
    return user;
  }
}
