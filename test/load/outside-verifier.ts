import type { JsonWebKey, KeyObject } from 'node:crypto';
import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';

interface Header {
  readonly alg: string;
  readonly kid: string;
  readonly typ: string;
}

interface Claims {
  readonly iss: string;
  readonly aud: string;
  readonly exp: number;
}

export interface VerifierOptions {
  readonly issuer: string;
  readonly audience: string;
  /** The secret that an operator has given to services that verify HS256. */
  readonly sharedSecret: string;
}

/**
 * A service of somebody else that verifies access tokens (RFC 9068 section 4). It is as lazy as it may be: it keeps the key set for
 * as long as `Cache-Control` allows and asks no sooner, not even for a key that it does not know.
 */
export class OutsideVerifier {
  /** How often it has fetched the key set. */
  fetches = 0;
  private keys = new Map<string, { readonly alg: string; readonly key: KeyObject }>();
  private freshUntil = 0;

  constructor(private readonly options: VerifierOptions) {}

  /** Fetches the key set if its time has run out, from whichever instance is at hand. */
  async update(urls: readonly string[]): Promise<void> {
    if (Date.now() < this.freshUntil) return;
    const url = urls[this.fetches % urls.length];
    const response = await fetch(`${url}/.well-known/jwks.json`);
    const { keys } = (await response.json()) as { keys: (JsonWebKey & { kid: string; alg: string })[] };
    const [, seconds] = /max-age=(\d+)/.exec(response.headers.get('cache-control') ?? '') ?? [];
    if (seconds === undefined) throw new Error('the key set does not say how long it may be kept');
    this.fetches += 1;
    this.freshUntil = Date.now() + Number(seconds) * 1000;
    const read = (jwk: (typeof keys)[number]) =>
      this.keys.get(jwk.kid)?.key ?? createPublicKey({ key: jwk, format: 'jwk' });
    this.keys = new Map(keys.map((jwk) => [jwk.kid, { alg: jwk.alg, key: read(jwk) }]));
  }

  /** Why the token is refused; null if it is good, or expired. */
  refusal(token: string): string | null {
    const [first = '', second = '', signature = ''] = token.split('.');
    const [header, claims] = [decode(first) as Header, decode(second) as Claims];
    if (claims.exp * 1000 <= Date.now()) return null;
    if (header.typ !== 'at+jwt') return `typ ${header.typ}`;
    if (claims.iss !== this.options.issuer || claims.aud !== this.options.audience)
      return `iss ${claims.iss}, aud ${claims.aud}`;
    return this.badSignature(header, `${first}.${second}`, Buffer.from(signature, 'base64url'));
  }

  private badSignature({ alg, kid }: Header, signed: string, signature: Buffer): string | null {
    if (alg === 'HS256') {
      const wanted = createHmac('sha256', this.options.sharedSecret).update(signed).digest();
      return signature.length === wanted.length && timingSafeEqual(signature, wanted) ? null : 'HS256 signature';
    }
    const known = this.keys.get(kid);
    if (!known) return `unknown kid ${kid}`;
    if (known.alg !== 'ES256' || alg !== 'ES256') return `alg ${alg} with a key for ${known.alg}`;
    const key = { key: known.key, dsaEncoding: 'ieee-p1363' as const };
    return verify('sha256', Buffer.from(signed), key, signature) ? null : 'ES256 signature';
  }
}

export function expiryOf(token: string): number {
  return (decode(token.split('.')[1] ?? '') as Claims).exp * 1000;
}

export function signerOf(token: string): string {
  const { alg, kid } = decode(token.split('.')[0] ?? '') as Header;
  return `${alg} ${kid}`;
}

function decode(part: string): unknown {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}
