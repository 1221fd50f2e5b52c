import type { AuditOrigin } from '@janus/audit';
import { AuditService } from '@janus/audit';
import { Clock, newId } from '@janus/kernel';
import type { Profile, User } from '@janus/users';
import { UsersRepository, freshUser } from '@janus/users';
import { Injectable } from '@nestjs/common';
import { PasswordHasher } from '../passwords/password-hasher.js';

export interface RegistrationRequest extends Profile {
  /** Normalised. */
  readonly email: string;
  /** Follows the password policy. */
  readonly password: string;
}

/** Self-registration. */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly users: UsersRepository,
    private readonly hasher: PasswordHasher,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** The hash comes first, so that a taken address takes as long as a free one. @throws Problem EMAIL_TAKEN, OVERLOADED */
  async register({ password, ...request }: RegistrationRequest, origin: AuditOrigin): Promise<User> {
    const passwordHash = await this.hasher.hash(password);
    const now = this.clock.now();
    const fields = {
      ...request,
      id: newId(now),
      emailVerified: false,
      role: 'user' as const,
      passwordHash,
      createdAt: now,
    };
    const user = freshUser(fields);
    await this.audit.around({ type: 'auth.registered', actor: user, target: user }, origin, async () => {
      await this.users.insert(fields);
      return true;
    });
    return user;
  }
}
