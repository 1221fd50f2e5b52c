import type { User } from '@janus/access';
import { isRole } from '@janus/access';
import { Clock } from '@janus/kernel';
import { Injectable } from '@nestjs/common';
import { invalidCredentials, noticedReasons } from '../auth.problems.js';
import type { Credentials } from '../passwords/credentials.repository.js';
import { CredentialsRepository } from '../passwords/credentials.repository.js';
import { PasswordCheckService } from '../passwords/password-check.service.js';
import { SessionsRepository } from '../sessions/sessions.repository.js';
import { SessionsService } from '../sessions/sessions.service.js';
import type { Notice, Origin, TokenGrant } from '../sessions/token-grant.js';

export interface LoginRequest {
  /** Normalised. */
  readonly email: string;
  readonly password: string;
  readonly deviceName: string | null;
}

const maxNotices = 10;

/** Sign-in with address and password. */
@Injectable()
export class LoginService {
  constructor(
    private readonly credentials: CredentialsRepository,
    private readonly passwords: PasswordCheckService,
    private readonly sessions: SessionsRepository,
    private readonly service: SessionsService,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem INVALID_CREDENTIALS, the same for whatever is wrong and after the same work */
  async login({ email, password, deviceName }: LoginRequest, origin: Origin): Promise<TokenGrant> {
    const found = await this.credentials.findByEmail(email);
    const passwordHash = found && maySignIn(found) ? found.passwordHash : null;
    const isRight = await this.passwords.isRight({ email, user: found?.user ?? null, passwordHash }, password, origin);
    if (!found || !isRight) throw invalidCredentials();
    const now = this.clock.now();
    const notices = await this.noticesFor(found.user);
    const grant = await this.service.start(found.user, deviceName, origin, notices, now);
    await this.credentials.recordSignIn(found.user.id, now);
    return { ...grant, user: { ...found.user, lastLoginAt: now } };
  }

  private async noticesFor(user: User): Promise<Notice[]> {
    const since = user.lastLoginAt ?? user.createdAt;
    const ended = await this.sessions.listEndedSince(user.id, since, noticedReasons, maxNotices);
    return ended.flatMap(({ endReason, endedAt, device }) =>
      endReason && endedAt ? [{ reason: endReason, at: endedAt, device }] : [],
    );
  }
}

// A row with a role that we do not know refuses its user and nobody else.
function maySignIn({ user }: Credentials): boolean {
  return user.isActive && user.deletedAt === null && isRole(user.role);
}
