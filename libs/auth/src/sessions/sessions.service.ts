import type { User } from '@janus/access';
import { newId } from '@janus/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { AuthOptions } from '../auth.options.js';
import { AUTH_OPTIONS } from '../auth.options.js';
import { noticedReasons } from '../auth.problems.js';
import { AccessTokensService } from '../tokens/access-tokens.service.js';
import type { IssuedToken } from '../tokens/refresh-token.js';
import { RefreshTokens } from '../tokens/refresh-token.js';
import { SessionsRepository } from './sessions.repository.js';
import type { Notice, Origin, TokenGrant } from './token-grant.js';

const maxNotices = 10;

/** Starts sessions, and hands out their tokens. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly accessTokens: AccessTokensService,
    private readonly refreshTokens: RefreshTokens,
    @Inject(AUTH_OPTIONS) private readonly options: AuthOptions,
  ) {}

  /** A new session under the user's present `credentialsVersion`: if that is raised meanwhile, the session is born dead. */
  async start(user: User, device: string | null, { ip, userAgent }: Origin, now: Date): Promise<TokenGrant> {
    const notices = await this.noticesFor(user);
    const id = newId(now);
    const refresh = this.refreshTokens.issue(id);
    const expiresAt = this.expiryOf(now, now);
    await this.sessions.insert({
      id,
      userId: user.id,
      credentialsVersion: user.credentialsVersion,
      refreshDigest: refresh.digest,
      device,
      ip,
      userAgent,
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

  /** Whether a token that was rotated then is still answered like a repeated request: two tabs, or an answer that got lost. */
  isInGrace(rotatedAt: Date, now: Date): boolean {
    return now.getTime() - rotatedAt.getTime() < this.options.sessions.graceSeconds * 1000;
  }

  private async noticesFor(user: User): Promise<Notice[]> {
    const since = user.lastLoginAt ?? user.createdAt;
    const ended = await this.sessions.listEndedSince(user.id, since, noticedReasons, maxNotices);
    return ended.flatMap(({ endReason, endedAt, device }) =>
      endReason && endedAt ? [{ reason: endReason, at: endedAt, device }] : [],
    );
  }
}
