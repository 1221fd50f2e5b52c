import { Clock, isId } from '@janus/kernel';
import { Inject, Injectable } from '@nestjs/common';
// oxlint-disable-next-line no-restricted-imports -- this is the one place that verifies
import jsonwebtoken from 'jsonwebtoken';
import type { AccessOptions } from '../guard/access.options.js';
import { ACCESS_OPTIONS } from '../guard/access.options.js';
import type { VerificationKey } from './verification-keys.js';
import { VerificationKeys } from './verification-keys.js';
import { VerifiedTokens } from './verified-tokens.js';

/** RFC 9068 section 2.1: what tells an access token from every other kind of JWT. */
export const accessTokenType = 'at+jwt';

/** What every access token says (RFC 9068 section 2.2). Times are seconds since 1970. */
export interface TokenClaims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string;
  readonly iat: number;
  readonly exp: number;
  readonly jti: string;
  readonly sid: string;
  readonly type: 'access';
}

/** The protected header, checked for form only. */
export interface TokenHeader {
  readonly alg: string;
  readonly kid: string;
}

export interface ClaimRules {
  readonly issuer: string;
  readonly audience: string;
  /** Longest life of a token that is accepted, in seconds. */
  readonly maxTtlSeconds: number;
}

const knownMembers = new Set(['alg', 'kid', 'typ']);
const compact = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;
const maxLength = 4096;
const clockSkewSeconds = 30;

/**
 * Verifies access tokens, by all the rules there are and the only ones: form, header, key, signature, claims (RFC 7515,
 * RFC 7519, RFC 8725, RFC 9068). Whether session and user still live is not in the token: ask CallerReader.
 */
@Injectable()
export class TokenVerifier {
  private readonly verified = new VerifiedTokens();

  constructor(
    private readonly keys: VerificationKeys,
    private readonly clock: Clock,
    @Inject(ACCESS_OPTIONS) private readonly options: AccessOptions,
  ) {}

  /** @returns the claims, or null for whatever is not an access token of ours that is good now */
  async verify(token: string): Promise<TokenClaims | null> {
    const payload = await this.payloadOf(token);
    const { issuer, audience, maxTtlSeconds } = this.options;
    return payload && readTokenClaims(payload, { issuer: issuer(), audience, maxTtlSeconds }, this.clock.now());
  }

  /** The signature is checked once, for as long as the very key that it was checked with is in the ring. */
  private async payloadOf(token: string): Promise<object | null> {
    const known = this.verified.find(token);
    if (known !== null && (await this.keys.find(known.kid))?.key === known.key) return known.payload;
    const key = await this.keyOf(readTokenHeader(token));
    const payload = key && readSigned(token, key);
    if (key && payload) this.verified.remember(token, { kid: key.kid, key: key.key, payload });
    return payload;
  }

  /** The key comes from the ring by its id; the token's `alg` is only compared with the key's own (RFC 8725 section 3.1). */
  private async keyOf(header: TokenHeader | null): Promise<VerificationKey | null> {
    const key = header && (await this.keys.find(header.kid));
    return key && key.alg === header.alg ? key : null;
  }
}

/**
 * Reads the header of a JWS in compact form (RFC 7515 section 7.1): three parts of canonical base64url, and no header member
 * that would name or carry a key (`jku`, `jwk`, `x5u`, `x5c`) or ask for an extension (`crit`).
 * @returns null for anything else
 */
export function readTokenHeader(token: string): TokenHeader | null {
  if (token.length > maxLength || !compact.test(token) || !token.split('.').every(isCanonical)) return null;
  const header = parseObject(token.slice(0, token.indexOf('.')));
  if (!header || !Object.keys(header).every((name) => knownMembers.has(name))) return null;
  const { alg, kid, typ } = header;
  return typeof alg === 'string' && typeof kid === 'string' && typ === accessTokenType ? { alg, kid } : null;
}

/** The payload if the key has signed it with its own algorithm, else null. Time is not judged here. */
export function readSigned(token: string, { key, alg }: Omit<VerificationKey, 'kid'>): object | null {
  try {
    const rules = { algorithms: [alg], ignoreExpiration: true, ignoreNotBefore: true };
    const payload = jsonwebtoken.verify(token, key, rules);
    return typeof payload === 'object' ? payload : null;
  } catch {
    return null;
  }
}

/**
 * The claims of a token whose signature is right, or null if one is missing, of another type, or refuses this place or time.
 * @param now a token is over at `exp` itself (RFC 7519 section 4.1.4)
 */
export function readTokenClaims(payload: object, rules: ClaimRules, now: Date): TokenClaims | null {
  const claims = payload as Record<string, unknown>;
  const isOurs = claims['iss'] === rules.issuer && claims['aud'] === rules.audience && claims['type'] === 'access';
  const hasIds = isId(claims['sub']) && isId(claims['sid']) && isId(claims['jti']);
  return isOurs && hasIds && isTimely(claims['iat'], claims['exp'], rules, now)
    ? (claims as unknown as TokenClaims)
    : null;
}

function isTimely(iat: unknown, exp: unknown, rules: ClaimRules, now: Date): boolean {
  if (!Number.isSafeInteger(iat) || !Number.isSafeInteger(exp)) return false;
  const [from, until, present] = [iat as number, exp as number, now.getTime() / 1000];
  const life = until - from;
  return life > 0 && life <= rules.maxTtlSeconds && present < until && from <= present + clockSkewSeconds;
}

// Two texts that decode to the same bytes would be two names of one token: only the encoder's own form counts.
function isCanonical(part: string): boolean {
  return Buffer.from(part, 'base64url').toString('base64url') === part;
}

function parseObject(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
