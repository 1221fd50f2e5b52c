import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether the secret stands in public for everybody to copy, however it was copied: hexadecimal in upper or lower case, base64 in its
 * own alphabet or that of URLs. The list is read when it is asked, which is once at start, and not kept.
 */
export function isKnownSecret(secret: string): boolean {
  const digest = createHash('sha256').update(oneSpelling(secret)).digest('hex');
  return readFileSync(join(__dirname, 'known-secrets.txt'), 'latin1').includes(`${digest}\n`);
}

function oneSpelling(secret: string): string {
  if (/^[0-9a-f]+$/i.test(secret)) return secret.toLowerCase();
  return secret.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
