import type { AuditOrigin } from '@janus/audit';
import { Injectable } from '@nestjs/common';
import { LogoutService } from '../sessions/logout.service.js';
import { RefreshTokens } from '../tokens/refresh-token.js';

/** Revokes a token together with its session, and so every other token of that session (RFC 7009 section 2.1). */
@Injectable()
export class TokenRevocationService {
  constructor(
    private readonly logouts: LogoutService,
    private readonly refreshTokens: RefreshTokens,
  ) {}

  /** What is dead, unknown or no token at all is no error. The two kinds cannot be mistaken for each other, so no hint is needed. */
  async revoke(token: string, origin: AuditOrigin): Promise<void> {
    const isRefresh = this.refreshTokens.recognise(token) !== null;
    const request = { refreshToken: isRefresh ? token : null, bearer: isRefresh ? null : token, everywhere: false };
    await this.logouts.logout(request, origin);
  }
}
