import { argon2Scheme } from './argon2-scheme.js';
import { bcryptScheme, djangoBcryptScheme } from './bcrypt-scheme.js';
import type { HashScheme } from './hash-scheme.js';
import { djangoPbkdf2Scheme, passlibPbkdf2Scheme } from './pbkdf2-scheme.js';

const schemes: readonly HashScheme[] = [
  argon2Scheme,
  bcryptScheme,
  djangoBcryptScheme,
  djangoPbkdf2Scheme,
  passlibPbkdf2Scheme,
];

/** What other systems write before a hash that says enough by itself: `{bcrypt}` (Spring), `bcrypt$`, `argon2$` (Django). */
const wrappers = [/^\{(?:bcrypt|argon2(?:@SpringSecurity_v5_8)?)\}(?=\$)/, /^(?:bcrypt|argon2)\$(?=(?:\$2|argon2))/];
const longest = 255;

/** The scheme of a stored hash; null if it is of no kind that we know. */
export function findScheme(hash: string): HashScheme | null {
  return schemes.find((scheme) => scheme.recognises(hash)) ?? null;
}

/** The scheme of a stored hash, if it may be evaluated at all. */
export function usableScheme(hash: string): HashScheme | null {
  const scheme = findScheme(hash);
  return scheme?.isWithinLimits(hash) ? scheme : null;
}

/**
 * A hash of another system in the form in which it is stored here. Judged by its form alone: nothing is hashed.
 * @returns a refusal if it is of no kind that we know, or beyond the limits
 */
export function importHash(given: string): { readonly hash: string } | { readonly refused: string } {
  const inner = wrappers.reduce((text, wrapper) => text.replace(wrapper, ''), given);
  const hash = inner.startsWith('argon2i') ? `$${inner}` : inner;
  const scheme = hash.length <= longest ? findScheme(hash) : null;
  if (!scheme) return { refused: 'is no hash of a kind that can be verified here' };
  return scheme.isWithinLimits(hash) ? { hash } : { refused: 'has parameters beyond the limits' };
}
