import { isRole } from '@janus/access';
import type { AuditOrigin } from '@janus/audit';
import { AuditService } from '@janus/audit';
import { Clock } from '@janus/kernel';
import { Injectable } from '@nestjs/common';
import { invalidCredentials } from '../auth.problems.js';
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
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem INVALID_CREDENTIALS, the same for whatever is wrong and after the same work */
  async login({ email, password, deviceName }: LoginRequest, origin: AuditOrigin): Promise<TokenGrant> {
    const found = await this.credentials.findByEmail(email);
    const passwordHash = found && maySignIn(found) ? found.passwordHash : null;
    const owner = { email, user: found?.user ?? null, passwordHash };
    const outcome = await this.passwords.check(owner, password, origin);
    if (!found || outcome !== 'right') {
      const failure = { type: 'auth.login_failed', outcome: 'failure', actor: null } as const;
      await this.audit.record({ ...failure, target: owner.user, reason: reasonFor(found, outcome) }, origin);
      throw invalidCredentials();
    }
    const { user } = found;
    const now = this.clock.now();
    const grant = await this.sessions.start(user, deviceName, origin, now);
    await this.credentials.recordSignIn(user.id, now);
    await this.audit.record({ type: 'auth.login_succeeded', actor: user, target: user }, origin);
    return { ...grant, user: { ...user, lastLoginAt: now } };
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
