import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether the secret stands in public for everybody to copy, hexadecimal ones in upper or lower case.
 * The list is read when it is asked, which is once at start, and not kept.
 * @param secret hexadecimal, or base64 in the alphabet of URLs without padding
 */
export function isKnownSecret(secret: string): boolean {
  const text = /^[0-9a-f]+$/i.test(secret) ? secret.toLowerCase() : secret;
  const digest = createHash('sha256').update(text).digest('hex');
  return readFileSync(join(__dirname, 'known-secrets.txt'), 'latin1').includes(`${digest}\n`);
}
