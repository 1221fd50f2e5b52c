import { codePoints } from '@janus/kernel';

/** One rule of a password policy: how it is told, and when it is kept. */
interface PasswordRule {
  readonly message: string;
  readonly holds: (password: string) => boolean;
}

const longest: PasswordRule = {
  message: 'must have at most 128 characters',
  holds: (password) => codePoints(password) <= 128,
};

function shortest(characters: number): PasswordRule {
  return {
    message: `must have at least ${characters} characters`,
    holds: (password) => codePoints(password) >= characters,
  };
}

function contains(what: string, pattern: RegExp): PasswordRule {
  return { message: `must contain ${what}`, holds: (password) => pattern.test(password) };
}

const policies: Readonly<Record<'classic' | 'nist', readonly PasswordRule[]>> = {
  classic: [
    shortest(8),
    longest,
    contains('an upper-case letter', /\p{Lu}/u),
    contains('a lower-case letter', /\p{Ll}/u),
    contains('a digit', /\p{Nd}/u),
    contains('a special character', /[^\p{Lu}\p{Ll}\p{Nd}]/u),
  ],
  nist: [shortest(15), longest],
};

/** The form in which passwords are judged and hashed: NFC (NIST SP 800-63B-4 section 3.1.1.2), never trimmed, folded or cut. */
export function normalizePassword(password: string): string {
  return password.normalize('NFC');
}

/**
 * Every rule that the password breaks, as a sentence without its subject; empty if it may be used.
 * @param password normalised. Characters are code points (OWASP ASVS 6.2)
 */
export function brokenRules(policy: 'classic' | 'nist', password: string): string[] {
  return policies[policy].filter((rule) => !rule.holds(password)).map((rule) => rule.message);
}
