import type { User } from '@janus/access';
import { accessTokenType } from '@janus/access';
import { newId } from '@janus/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import type { AuthOptions } from '../auth.options.js';
import { AUTH_OPTIONS } from '../auth.options.js';
import { SigningKeysService } from './signing-keys.service.js';

/** Issues access tokens (RFC 9068 profile). */
@Injectable()
export class AccessTokensService {
  constructor(
    private readonly jwt: JwtService,
    private readonly keys: SigningKeysService,
    @Inject(AUTH_OPTIONS) private readonly options: AuthOptions,
  ) {}

  /** @returns a signed token that lives for `ttlSeconds` from `now` */
  issue(user: User, sessionId: string, now: Date): string {
    const { tokens } = this.options;
    const { kid, alg, key } = this.keys.current();
    const iat = Math.floor(now.getTime() / 1000);
    const claims = {
      iss: tokens.issuer(),
      sub: user.id,
      aud: tokens.audience,
      iat,
      exp: iat + tokens.ttlSeconds,
      jti: newId(now),
      sid: sessionId,
      type: 'access',
      ...(tokens.claims === 'full' ? { userId: user.id, email: user.email, role: user.role } : {}),
    };
    // The types of @nestjs/jwt do not know KeyObject; a text would be parsed anew at every call.
    const secret = key as unknown as string;
    return this.jwt.sign(claims, { secret, algorithm: alg, header: { alg, kid, typ: accessTokenType } });
  }
}
