import type { User } from '@janus/access';
import { AuditService } from '@janus/audit';
import type { StateOrder } from '@janus/users';
import { UsersRepository, assertVersion, canManageUser, enforce } from '@janus/users';
import { Injectable } from '@nestjs/common';
import { GuessLimitService } from './guess-limit.service.js';

/** Lifts the lock that failed attempts have put on somebody's account. */
@Injectable()
export class UnlockService {
  constructor(
    private readonly users: UsersRepository,
    private readonly guesses: GuessLimitService,
    private readonly audit: AuditService,
  ) {}

  /** Whether there was a lock is not told, and makes no difference. @throws Problem as the policy and `If-Match` say */
  async unlock(actor: User, { id, expected, reason, origin }: StateOrder): Promise<User> {
    const target = await this.users.findById(id);
    enforce(canManageUser(actor, 'users:unlock', target));
    const user = target as User;
    assertVersion(user, expected);
    const event = { type: 'user.unlocked' as const, actor, target: user, reason };
    await this.audit.around(event, origin, async () => (await this.guesses.unlock(user.email)) > 0);
    return user;
  }
}
