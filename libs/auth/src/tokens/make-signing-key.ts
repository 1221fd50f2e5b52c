import type { JsonWebKey, KeyObject } from 'node:crypto';
import { createHash, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { sealKey } from './key-sealing.js';
import type { AsymmetricAlg, SigningKey } from './signing-keys.repository.js';

const generate = promisify(generateKeyPair);
// RFC 7518 section 3.3 asks for 2048 bits or more.
const rsaBits = 2048;

/** The members that make the thumbprint, in their required order (RFC 7638 section 3.2). */
const thumbprintMembers: Readonly<Record<string, readonly string[]>> = {
  EC: ['crv', 'kty', 'x', 'y'],
  RSA: ['e', 'kty', 'n'],
};

/** A new key pair, its private half encrypted. */
export async function makeSigningKey(
  alg: AsymmetricAlg,
  generation: number,
  keys: readonly Buffer[],
  { now, activatesAt }: { readonly now: Date; readonly activatesAt: Date },
): Promise<SigningKey> {
  const pair = await makePair(alg);
  const jwk = pair.publicKey.export({ format: 'jwk' });
  const kid = thumbprint(jwk);
  const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  const publicJwk = JSON.stringify({ ...jwk, kid, alg, use: 'sig' });
  return {
    kid,
    alg,
    generation,
    publicJwk,
    sealedPrivateKey: sealKey(keys, kid, pem),
    createdAt: now,
    activatesAt,
    retiredAt: null,
    revokedAt: null,
  };
}

function makePair(alg: AsymmetricAlg): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> {
  return alg === 'ES256' ? generate('ec', { namedCurve: 'P-256' }) : generate('rsa', { modulusLength: rsaBits });
}

function thumbprint(jwk: JsonWebKey): string {
  const members = thumbprintMembers[jwk.kty ?? ''] ?? [];
  const canonical = JSON.stringify(Object.fromEntries(members.map((name) => [name, jwk[name]])));
  return createHash('sha256').update(canonical).digest('base64url');
}
