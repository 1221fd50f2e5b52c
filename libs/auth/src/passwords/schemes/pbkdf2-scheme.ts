import { pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { HashScheme } from './hash-scheme.js';

const derive = promisify(pbkdf2);

interface Parts {
  readonly iterations: number;
  readonly salt: Buffer;
  readonly digest: Buffer;
}

// Django's default of 2026 is 1,200,000.
const maxIterations = 2_000_000;
const digestLength = 32;

function pbkdf2Scheme(name: string, read: (hash: string) => Parts | null): HashScheme {
  return {
    name,
    recognises: (hash) => read(hash) !== null,
    isWithinLimits: (hash) => (read(hash)?.iterations ?? Infinity) <= maxIterations,
    verify: async (hash, password) => {
      const parts = read(hash);
      if (!parts) return false;
      const { iterations, salt, digest } = parts;
      const found = await derive(Buffer.from(password, 'utf8'), salt, iterations, digestLength, 'sha256');
      return digest.length === found.length && timingSafeEqual(digest, found);
    },
  };
}

const djangoForm = /^pbkdf2_sha256\$([1-9]\d{0,9})\$([^$\s]{1,64})\$([A-Za-z0-9+/]{43}=)$/;
const passlibForm = /^\$pbkdf2-sha256\$([1-9]\d{0,9})\$([A-Za-z0-9./]{2,64})\$([A-Za-z0-9./]{43})$/;

/** Django's default: PBKDF2-HMAC-SHA-256 (RFC 8018), the salt as text. */
export const djangoPbkdf2Scheme = pbkdf2Scheme('pbkdf2_sha256', (hash) => {
  const [, iterations, salt, digest] = djangoForm.exec(hash) ?? [];
  if (!iterations || !salt || !digest) return null;
  return { iterations: Number(iterations), salt: Buffer.from(salt, 'utf8'), digest: Buffer.from(digest, 'base64') };
});

/** passlib's `pbkdf2_sha256`: salt and digest in its own base64, with `.` for `+`. */
export const passlibPbkdf2Scheme = pbkdf2Scheme('pbkdf2-sha256', (hash) => {
  const [, iterations, salt, digest] = passlibForm.exec(hash) ?? [];
  if (!iterations || !salt || !digest) return null;
  return { iterations: Number(iterations), salt: fromPasslib(salt), digest: fromPasslib(digest) };
});

function fromPasslib(text: string): Buffer {
  return Buffer.from(text.replaceAll('.', '+'), 'base64');
}
