import type { User } from '@janus/access';
import { endReasonOf } from '@janus/access';
import { newId } from '@janus/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { AuthOptions } from '../auth.options.js';
import { AUTH_OPTIONS } from '../auth.options.js';
import { CredentialsRepository } from '../passwords/credentials.repository.js';
import { AccessTokensService } from '../tokens/access-tokens.service.js';
import type { IssuedToken } from '../tokens/refresh-token.js';
import { RefreshTokens } from '../tokens/refresh-token.js';
import type { SessionWithUser } from './sessions.repository.js';
import { SessionsRepository } from './sessions.repository.js';
import type { Notice, Origin, TokenGrant } from './token-grant.js';

/** Starts and ends sessions, and hands out their tokens. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly credentials: CredentialsRepository,
    private readonly accessTokens: AccessTokensService,
    private readonly refreshTokens: RefreshTokens,
    @Inject(AUTH_OPTIONS) private readonly options: AuthOptions,
  ) {}

  /** A new session under the user's present `credentialsVersion`: if that is raised meanwhile, the session is born dead. */
  async start(
    user: User,
    device: string | null,
    origin: Origin,
    notices: readonly Notice[],
    now: Date,
  ): Promise<TokenGrant> {
    const id = newId(now);
    const refresh = this.refreshTokens.issue(id);
    const expiresAt = this.expiryOf(now, now);
    await this.sessions.insert({
      id,
      userId: user.id,
      credentialsVersion: user.credentialsVersion,
      refreshDigest: refresh.digest,
      device,
      ...origin,
      createdAt: now,
      expiresAt,
    });
    return this.grant(user, id, refresh, expiresAt, now, notices);
  }

  /** The tokens for a session whose current refresh token is this one. */
  grant(
    user: User,
    id: string,
    refresh: IssuedToken,
    expiresAt: Date,
    now: Date,
    notices: readonly Notice[] = [],
  ): TokenGrant {
    return {
      accessToken: this.accessTokens.issue(user, id, now),
      expiresIn: this.options.tokens.ttlSeconds,
      refreshToken: refresh.token,
      refreshExpiresIn: Math.floor((expiresAt.getTime() - now.getTime()) / 1000),
      user,
      notices,
    };
  }

  /** The earlier of the idle and the absolute end of life. */
  expiryOf(createdAt: Date, now: Date): Date {
    const { refreshTtlSeconds, ttlSeconds } = this.options.sessions;
    return new Date(Math.min(now.getTime() + refreshTtlSeconds * 1000, createdAt.getTime() + ttlSeconds * 1000));
  }

  /** Ends this session, or all of its user's. A session that is over already ends nothing. */
  async end(found: SessionWithUser, everywhere: boolean, now: Date): Promise<void> {
    const { session, user } = found;
    if (endReasonOf(found, now)) return;
    if (!everywhere) {
      await this.sessions.end(session.id, 'logout', now);
      return;
    }
    await this.credentials.endAllSessions(user.id, user.credentialsVersion, 'logout_everywhere', now);
    await this.sessions.endAllOf(user.id, user.credentialsVersion + 1, 'logout_everywhere', now);
  }
}
