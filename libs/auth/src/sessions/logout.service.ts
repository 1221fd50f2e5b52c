import { TokenVerifier, accessProblems } from '@janus/access';
import type { AuditOrigin } from '@janus/audit';
import { Problem } from '@janus/kernel';
import { Injectable } from '@nestjs/common';
import { RefreshTokens } from '../tokens/refresh-token.js';
import { SessionEndings } from './session-endings.service.js';

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
    private readonly endings: SessionEndings,
    private readonly refreshTokens: RefreshTokens,
    private readonly verifier: TokenVerifier,
  ) {}

  /** @throws Problem AUTHENTICATION_REQUIRED if the request has no token of either kind */
  async logout({ refreshToken, bearer, everywhere }: LogoutRequest, origin: AuditOrigin): Promise<void> {
    if (refreshToken === null && bearer === null) throw new Problem(accessProblems.AUTHENTICATION_REQUIRED);
    const sessionId = refreshToken === null ? await this.sessionOfBearer(bearer) : this.sessionOf(refreshToken);
    if (sessionId !== null) await this.endings.end(sessionId, everywhere, origin);
  }

  // Any token ever issued for the session will do: whoever holds a used one could end the session by presenting it, too.
  private sessionOf(refreshToken: string): string | null {
    return this.refreshTokens.recognise(refreshToken)?.sessionId ?? null;
  }

  private async sessionOfBearer(bearer: string | null): Promise<string | null> {
    return bearer === null ? null : ((await this.verifier.verify(bearer))?.sid ?? null);
  }
}
