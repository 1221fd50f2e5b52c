import { TokenVerifier, accessProblems } from '@janus/access';
import { Clock, Problem } from '@janus/kernel';
import { Injectable } from '@nestjs/common';
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
    private readonly verifier: TokenVerifier,
  ) {}

  /** @throws Problem AUTHENTICATION_REQUIRED if the request has no token of either kind */
  async logout({ refreshToken, bearer, everywhere }: LogoutRequest): Promise<void> {
    if (refreshToken === null && bearer === null) throw new Problem(accessProblems.AUTHENTICATION_REQUIRED);
    const now = this.clock.now();
    const sessionId = refreshToken === null ? await this.sessionOfBearer(bearer) : this.sessionOf(refreshToken);
    const found = sessionId === null ? null : await this.sessions.findWithUser(sessionId);
    if (found) await this.service.end(found, everywhere, now);
  }

  // Any token ever issued for the session will do: whoever holds a used one could end the session by presenting it, too.
  private sessionOf(refreshToken: string): string | null {
    return this.refreshTokens.recognise(refreshToken)?.sessionId ?? null;
  }

  private async sessionOfBearer(bearer: string | null): Promise<string | null> {
    return bearer === null ? null : ((await this.verifier.verify(bearer))?.sid ?? null);
  }
}
