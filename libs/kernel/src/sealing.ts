import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { deriveKey } from './secrets.js';

const version = 'v1';

/** What a text is sealed for, and where it belongs: it opens nowhere else. */
export interface Seal {
  /** The first encrypts, all of them decrypt. */
  readonly keys: readonly Buffer[];
  /** Names the use: another purpose has an independent key. */
  readonly purpose: string;
  /** Bound to the ciphertext, for instance the id of its record: what is sealed cannot be moved to another one. */
  readonly context: string;
}

/** Encrypts a text with AES-256-GCM (NIST SP 800-38D). */
export function seal({ keys, purpose, context }: Seal, text: string): string {
  const [first] = keys;
  if (!first) throw new Error('no key to encrypt with');
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', deriveKey(first, purpose), iv).setAAD(Buffer.from(context, 'utf8'));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [
    version,
    iv.toString('base64url'),
    body.toString('base64url'),
    cipher.getAuthTag().toString('base64url'),
  ].join('.');
}

/** The text, with whichever of the keys fits; null if none does or the sealed text was altered. */
export function unseal({ keys, purpose, context }: Seal, sealed: string): string | null {
  const [form, iv, body, tag] = sealed.split('.');
  if (form !== version || !iv || !body || !tag) return null;
  for (const key of keys) {
    try {
      const decipher = createDecipheriv('aes-256-gcm', deriveKey(key, purpose), Buffer.from(iv, 'base64url'), {
        authTagLength: 16,
      });
      decipher.setAAD(Buffer.from(context, 'utf8')).setAuthTag(Buffer.from(tag, 'base64url'));
      return decipher.update(Buffer.from(body, 'base64url'), undefined, 'utf8') + decipher.final('utf8');
    } catch {
      // Another key's work: the tag does not fit. The next key may.
    }
  }
  return null;
}
