import { isSampleSecret } from './sample-secrets.js';
import { BadValue } from './setting.js';

const cure = 'the output of: openssl rand -base64 48 | tr "+/" "-_"';

// What samples and tutorials put in their secrets. Each word is long enough that a random text has none of them by chance.
const sampleWords = /secret|password|changeme|change-me|example|256-?bit|your[-_]/i;

/** How few different characters 43 random ones have only once in far more than 2^64 draws. */
const fewestCharacters = 10;

/**
 * The HS256 key as text (RFC 7518 section 3.2): at least 32 random bytes. Length alone is not enough: public lists of secrets
 * hold many that are long.
 */
export function jwtSecret(value: string): string {
  const isHex = /^[0-9a-f]+$/i.test(value);
  if (!isHex && !/^[A-Za-z0-9_-]+$/.test(value)) throw new BadValue('has characters outside base64url and hex', cure);
  if (value.length < (isHex ? 64 : 43))
    throw new BadValue('is shorter than 32 bytes (43 characters base64url, 64 hex)', cure);
  const isWeak = new Set(value).size < fewestCharacters || sampleWords.test(value) || isRepeated(value);
  if (isWeak) throw new BadValue('is not random', cure);
  if (isSampleSecret(value)) throw new BadValue('is a well-known sample', cure);
  return value;
}

function isRepeated(value: string): boolean {
  return /^(.{1,21}?)\1+.{0,20}$/.test(value);
}
