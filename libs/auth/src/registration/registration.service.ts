import { AuditService } from '@janus/audit';
import { Clock, isProblem, newId } from '@janus/kernel';
import { MailService } from '@janus/mail';
import type { NewUser, Profile, User } from '@janus/users';
import { UsersRepository, freshUser, usersProblems } from '@janus/users';
import { Inject, Injectable } from '@nestjs/common';
import type { AuthOptions } from '../auth.options.js';
import { AUTH_OPTIONS } from '../auth.options.js';
import { BackgroundWork } from '../background/background-work.service.js';
import { EmailVerificationService } from '../email-verification/email-verification.service.js';
import { MailLimitService } from '../guessing/mail-limit.service.js';
import type { MailOrigin } from '../mail-origin.js';
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
    private readonly verification: EmailVerificationService,
    private readonly mail: MailService,
    private readonly limit: MailLimitService,
    private readonly background: BackgroundWork,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    @Inject(AUTH_OPTIONS) private readonly options: AuthOptions,
  ) {}

  /**
   * The hash comes first, so that a taken address takes as long as a free one.
   * @returns the user; null where verification is required, for a taken address, too: then only the mailbox tells
   * @throws Problem EMAIL_TAKEN, OVERLOADED
   */
  async register({ password, ...request }: RegistrationRequest, origin: MailOrigin): Promise<User | null> {
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
    const { requiresVerifiedEmail } = this.options;
    try {
      const user = await this.store(fields, origin);
      this.background.start('sending a verification link', () => this.verification.send(user, origin));
      return requiresVerifiedEmail ? null : user;
    } catch (error) {
      if (!requiresVerifiedEmail || !isProblem(error, usersProblems.EMAIL_TAKEN)) throw error;
      // As many writes as for a new account.
      const failure = { type: 'auth.registered', outcome: 'failure', actor: null, target: null } as const;
      await this.audit.record({ ...failure, reason: 'EMAIL_TAKEN' }, origin);
      this.background.start('telling an owner of a registration', () => this.tellOwner(request.email, now, origin));
      return null;
    }
  }

  private async store(fields: NewUser, origin: MailOrigin): Promise<User> {
    const user = freshUser(fields);
    await this.audit.around({ type: 'auth.registered', actor: user, target: user }, origin, async () => {
      await this.users.insert(fields);
      return true;
    });
    return user;
  }

  private async tellOwner(to: string, now: Date, { acceptLanguage = null }: MailOrigin): Promise<void> {
    if (!(await this.limit.admit(to))) return;
    const template = 'registration-of-known-address' as const;
    const key = `${template}:${newId(now)}`;
    await this.mail.enqueue({ key, template, to, locale: null, acceptLanguage, data: { name: null } });
  }
}
