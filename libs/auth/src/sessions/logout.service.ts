import type { TokenClaims } from '@janus/access';
import { VerificationKeys, accessProblems, readTokenClaims, readTokenHeader } from '@janus/access';
import { Clock, Problem } from '@janus/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import type { AuthOptions } from '../auth.options.js';
import { AUTH_OPTIONS } from '../auth.options.js';
import { RefreshTokens } from '../tokens/refresh-token.js';
import { SessionsRepository } from './sessions.repository.js';
import { SessionsService } from './sessions.service.js';

export interface LogoutRequest {
  readonly refreshToken: string | null;
  /** An access token as it was sent, not yet verified. */
  readonly bearer: string | null;
  readonly everywhere: boolean;
}

/** Signs out. A token that is dead or unknown is no error: the caller is signed out either way (RFC 7009 section 2.2). */
@Injectable()
export class LogoutService {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly service: SessionsService,
    private readonly refreshTokens: RefreshTokens,
    private readonly clock: Clock,
    private readonly bearerTokens: BearerTokens,
  ) {}

  /** @throws Problem AUTHENTICATION_REQUIRED if the request has no token of either kind */
  async logout({ refreshToken, bearer, everywhere }: LogoutRequest): Promise<void> {
    if (refreshToken === null && bearer === null) throw new Problem(accessProblems.AUTHENTICATION_REQUIRED);
    const now = this.clock.now();
    const sessionId = refreshToken === null ? await this.sessionOfBearer(bearer, now) : this.sessionOf(refreshToken);
    const found = sessionId === null ? null : await this.sessions.findWithUser(sessionId);
    if (found) await this.service.end(found, everywhere, now);
  }

  // Any token ever issued for the session will do: whoever holds a used one could end the session by presenting it, too.
  private sessionOf(refreshToken: string): string | null {
    return this.refreshTokens.recognise(refreshToken)?.sessionId ?? null;
  }

  private async sessionOfBearer(bearer: string | null, now: Date): Promise<string | null> {
    return bearer === null ? null : ((await this.bearerTokens.verify(bearer, now))?.sid ?? null);
  }
}

/** Verifies an access token outside the guard, for the one route where a dead token is welcome. */
@Injectable()
export class BearerTokens {
  constructor(
    private readonly jwt: JwtService,
    private readonly keys: VerificationKeys,
    @Inject(AUTH_OPTIONS) private readonly options: AuthOptions,
  ) {}

  async verify(token: string, now: Date): Promise<TokenClaims | null> {
    const header = readTokenHeader(token);
    const key = header && (await this.keys.find(header.kid));
    if (!key || key.alg !== header.alg) return null;
    const { issuer, audience, ttlSeconds } = this.options.tokens;
    try {
      const secret = key.key as unknown as string;
      const payload: unknown = this.jwt.verify(token, { secret, algorithms: [key.alg], ignoreExpiration: true });
      return readTokenClaims(payload, { issuer: issuer(), audience, maxTtlSeconds: ttlSeconds }, now);
    } catch {
      return null;
    }
  }
}
