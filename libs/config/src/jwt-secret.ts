import { isKnownSecret } from './known-secrets.js';
import { BadValue } from './setting.js';

const cure = 'the output of: openssl rand -base64 48 | tr "+/" "-_"';

// What samples and tutorials put in their secrets. Each word is long enough that a random text has none of them by chance.
const sampleWords = /secret|password|changeme|change-me|example|256-?bit|your[-_]/i;

/** How few different characters 43 random ones have only once in far more than 2^64 draws. */
const fewestCharacters = 10;

const rowSteps = 8;

/**
 * The HS256 key as text (RFC 7518 section 3.2): at least 32 random bytes. Length alone is not enough: public lists of secrets
 * hold many that are long.
 */
export function jwtSecret(value: string): string {
  const isHex = /^[0-9a-f]+$/i.test(value);
  if (!isHex && !/^[A-Za-z0-9_-]+$/.test(value)) throw new BadValue('has characters outside base64url and hex', cure);
  if (value.length < (isHex ? 64 : 43))
    throw new BadValue('is shorter than 32 bytes (43 characters base64url, 64 hex)', cure);
  if (sampleWords.test(value) || isMadeByHand(value, isHex)) throw new BadValue('is not random', cure);
  if (isKnownSecret(value)) throw new BadValue('is a well-known sample', cure);
  return value;
}

/** Each of these befalls a random text less often than once in 2^25 draws. */
function isMadeByHand(value: string, isHex: boolean): boolean {
  const isSentence = /^(?:[a-z_-]+|[A-Z_-]+)$/.test(value);
  return (
    new Set(value).size < fewestCharacters || isSentence || hasRow(value) || isRepeated(value) || isText(value, isHex)
  );
}

/** Words in hex or base64 are words: random bytes are not all printable. */
function isText(value: string, isHex: boolean): boolean {
  return /^[\t\r\n\x20-\x7e]*$/.test(Buffer.from(value, isHex ? 'hex' : 'base64url').toString('latin1'));
}

/** Nine characters as they follow each other in ASCII, either way. */
function hasRow(value: string): boolean {
  const steps = Array.from(value.slice(1), (character, n) => character.charCodeAt(0) - value.charCodeAt(n));
  const isRow = (from: number) =>
    Math.abs(steps[from] ?? 0) === 1 && steps.slice(from, from + rowSteps).every((step) => step === steps[from]);
  return steps.some((_, from) => from + rowSteps <= steps.length && isRow(from));
}

function isRepeated(value: string): boolean {
  return /^(.+?)\1+.{0,20}$/.test(value);
}
