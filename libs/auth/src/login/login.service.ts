import { isRole } from '@janus/access';
import { AuditService } from '@janus/audit';
import { Clock, Problem } from '@janus/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { AuthOptions } from '../auth.options.js';
import { AUTH_OPTIONS } from '../auth.options.js';
import { authProblems, invalidCredentials } from '../auth.problems.js';
import type { MailOrigin } from '../mail-origin.js';
import { OwnerNotices } from '../notices/owner-notices.service.js';
import type { Credentials } from '../passwords/credentials.repository.js';
import { CredentialsRepository } from '../passwords/credentials.repository.js';
import type { PasswordOutcome } from '../passwords/password-check.service.js';
import { PasswordCheckService } from '../passwords/password-check.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import type { TokenGrant } from '../sessions/token-grant.js';

export interface LoginRequest {
  /** Normalised. */
  readonly email: string;
  readonly password: string;
  readonly deviceName: string | null;
}

/** Sign-in with address and password. */
@Injectable()
export class LoginService {
  constructor(
    private readonly credentials: CredentialsRepository,
    private readonly passwords: PasswordCheckService,
    private readonly sessions: SessionsService,
    private readonly notices: OwnerNotices,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    @Inject(AUTH_OPTIONS) private readonly options: AuthOptions,
  ) {}

  /**
   * @throws Problem INVALID_CREDENTIALS, the same for whatever is wrong and after the same work; EMAIL_NOT_VERIFIED only to who
   * knows the password
   */
  async login({ email, password, deviceName }: LoginRequest, origin: MailOrigin): Promise<TokenGrant> {
    const found = await this.credentials.findByEmail(email);
    const passwordHash = found && maySignIn(found) ? found.passwordHash : null;
    const owner = { email, user: found?.user ?? null, passwordHash };
    const { outcome, isKnownDevice } = await this.passwords.check(owner, password, origin);
    if (!found || outcome !== 'right')
      return this.fail(invalidCredentials(), owner.user, reasonFor(found, outcome), origin);
    const { user } = found;
    if (this.options.requiresVerifiedEmail && !user.emailVerified)
      return this.fail(new Problem(authProblems.EMAIL_NOT_VERIFIED), user, 'EMAIL_NOT_VERIFIED', origin);
    const now = this.clock.now();
    if (!isKnownDevice) await this.notices.newDevice(user, deviceName, origin);
    const grant = await this.sessions.start(user, deviceName, origin, now);
    // After the session: the notices that it hands over are those since the last recorded sign-in. Whoever has a session has
    // signed in, and the log says so whether or not the time of it can be noted.
    await Promise.all([
      this.credentials.recordSignIn(user.id, now),
      this.audit.record({ type: 'auth.login_succeeded', actor: user, target: user }, origin),
    ]);
    return { ...grant, user: { ...user, lastLoginAt: now } };
  }

  private async fail(
    problem: Problem,
    target: { readonly id: string } | null,
    reason: string,
    origin: MailOrigin,
  ): Promise<never> {
    const failure = { type: 'auth.login_failed', outcome: 'failure', actor: null } as const;
    await this.audit.record({ ...failure, target, reason }, origin);
    throw problem;
  }
}

// A row with a role that we do not know refuses its user and nobody else.
function maySignIn({ user }: Credentials): boolean {
  return user.isActive && user.deletedAt === null && isRole(user.role);
}

/** Told to the audit log, never to the client. */
function reasonFor(found: Credentials | null, outcome: PasswordOutcome): string {
  if (!found) return 'UNKNOWN_ACCOUNT';
  if (!maySignIn(found)) return 'NOT_ACTIVE';
  if (found.passwordHash === null) return 'NO_PASSWORD';
  return outcome === 'locked' ? 'LOCKED' : 'WRONG_PASSWORD';
}
