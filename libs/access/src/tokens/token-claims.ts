import { isId } from '@janus/kernel';

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

export interface ClaimRules {
  readonly issuer: string;
  readonly audience: string;
  /** Longest life of a token that is accepted, in seconds. */
  readonly maxTtlSeconds: number;
}

const clockSkewSeconds = 30;

/**
 * The claims of a token whose signature is right, or null if one is missing, of another type, or refuses this place or time.
 * @param now a token is over at `exp` itself (RFC 7519 section 4.1.4)
 */
export function readTokenClaims(payload: unknown, rules: ClaimRules, now: Date): TokenClaims | null {
  if (typeof payload !== 'object' || payload === null) return null;
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
