import type { TokenClaims } from '@janus/access';
import { VerificationKeys, readTokenClaims, readTokenHeader } from '@janus/access';
import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import type { AuthOptions } from '../auth.options.js';
import { AUTH_OPTIONS } from '../auth.options.js';

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
