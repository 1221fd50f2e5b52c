import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Clock, Problem } from '@janus/kernel';
import type { StrategyOptionsWithoutRequest } from 'passport-jwt';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { accessProblems, sessionEnded } from '../access.problems.js';
import { CallerReader } from '../caller-reader.js';
import type { Caller } from '../caller.js';
import { endReasonOf } from '../caller.js';
import { isRole } from '../roles.js';
import { readTokenClaims } from '../tokens/token-claims.js';
import { readTokenHeader } from '../tokens/token-header.js';
import type { VerificationKey } from '../tokens/verification-keys.js';
import { VerificationKeys, tokenAlgs } from '../tokens/verification-keys.js';
import { VerifiedTokens } from '../tokens/verified-tokens.js';
import type { AccessOptions } from './access.options.js';
import { ACCESS_OPTIONS } from './access.options.js';

type Request = Parameters<Strategy['authenticate']>[0];
type KeyFound = (error: unknown, key?: unknown) => void;

const tokenOf = ExtractJwt.fromAuthHeaderAsBearerToken();

/** Verifies an access token and finds its caller. Every failure is a Problem. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  private readonly verified = new VerifiedTokens();

  constructor(
    private readonly keys: VerificationKeys,
    private readonly callers: CallerReader,
    private readonly clock: Clock,
    @Inject(ACCESS_OPTIONS) private readonly options: AccessOptions,
  ) {
    super({
      jwtFromRequest: tokenOf,
      passReqToCallback: true,
      algorithms: [...tokenAlgs],
      // Time is judged by our own clock, in readTokenClaims.
      ignoreExpiration: true,
      secretOrKeyProvider: (_request: unknown, token: string, done: KeyFound) => {
        findKey(keys, token).then(({ key }) => done(null, key), done);
      },
    } as unknown as StrategyOptionsWithoutRequest);
  }

  /**
   * The caller of a token whose signature was checked before, or null for any other token, which is passport-jwt's to check.
   * @throws Problem INVALID_TOKEN, SESSION_ENDED
   */
  async recall(token: string): Promise<Caller | null> {
    const found = this.verified.find(token);
    // Only as long as the very key that it was checked with is in the ring.
    if (found === null || (await this.keys.find(found.kid))?.key !== found.key) return null;
    return this.callerOf(found.payload);
  }

  /** passport-jwt calls this once the signature is right. */
  async validate(request: Request, payload: unknown): Promise<Caller> {
    const token = tokenOf(request) ?? '';
    const { kid, key } = await findKey(this.keys, token);
    this.verified.remember(token, { kid, key, payload });
    return this.callerOf(payload);
  }

  private async callerOf(payload: unknown): Promise<Caller> {
    const { audience, maxTtlSeconds } = this.options;
    const now = this.clock.now();
    const claims = readTokenClaims(payload, { issuer: this.options.issuer(), audience, maxTtlSeconds }, now);
    const record = claims && (await this.callers.find(claims.sid));
    if (!record || record.user.id !== claims.sub || !isRole(record.user.role)) {
      throw new Problem(accessProblems.INVALID_TOKEN);
    }
    const endReason = endReasonOf(record, now);
    if (endReason) throw sessionEnded(endReason);
    return { sessionId: record.session.id, user: record.user };
  }
}

/** The key comes from the ring by its id; the token's `alg` is only compared with the key's own (RFC 8725 section 3.1). */
async function findKey(keys: VerificationKeys, token: string): Promise<VerificationKey> {
  const header = readTokenHeader(token);
  const key = header && (await keys.find(header.kid));
  if (!key || key.alg !== header.alg) throw new Problem(accessProblems.INVALID_TOKEN);
  return key;
}
