/** The protected header of an access token, checked for form only. */
export interface TokenHeader {
  readonly alg: string;
  readonly kid: string;
}

/** RFC 9068 section 2.1: what tells an access token from every other kind of JWT. */
export const accessTokenType = 'at+jwt';

const known = new Set(['alg', 'kid', 'typ']);
const compact = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;
const maxLength = 4096;

/**
 * Reads the header of a JWS in compact form (RFC 7515 section 7.1): three parts of canonical base64url, and no header member
 * that would name or carry a key (`jku`, `jwk`, `x5u`, `x5c`) or ask for an extension (`crit`).
 * @returns null for anything else
 */
export function readTokenHeader(token: string): TokenHeader | null {
  if (token.length > maxLength || !compact.test(token) || !token.split('.').every(isCanonical)) return null;
  const header = parseObject(token.slice(0, token.indexOf('.')));
  if (!header || !Object.keys(header).every((name) => known.has(name))) return null;
  const { alg, kid, typ } = header;
  return typeof alg === 'string' && typeof kid === 'string' && typ === accessTokenType ? { alg, kid } : null;
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
