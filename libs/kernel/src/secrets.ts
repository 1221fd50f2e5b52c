import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/** A fresh secret of the given number of random bytes, base64url. */
export function newSecret(byteLength: number): string {
  return randomBytes(byteLength).toString('base64url');
}

/**
 * What is stored in place of a secret that has at least 128 random bits: SHA-256, base64url. A slow hash
 * would add nothing, for nobody can guess 128 bits.
 */
export function digestOf(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('base64url');
}

/** HMAC-SHA-256 (RFC 2104) over the UTF-8 bytes of the text. */
export function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}

/** Compares in constant time; texts of different length differ. */
export function equalSecrets(a: string, b: string): boolean {
  const left = Buffer.from(a, 'utf8');
  const right = Buffer.from(b, 'utf8');
  return left.length === right.length && timingSafeEqual(left, right);
}

/**
 * A 256-bit key for one purpose, derived by HKDF-SHA-256 (RFC 5869), so that one configured key never serves two uses.
 * @param purpose names the use; another purpose gives an independent key
 */
export function deriveKey(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `janus:${purpose}`, 32));
}
