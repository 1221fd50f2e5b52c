import { codePoints, foldCase } from '@janus/kernel';
import { isBlocklisted } from './password-blocklist.js';
import { normalizePassword } from './normalize-password.js';

export type PolicyName = 'classic' | 'nist';

/** What the owner's address adds: a password that is one's own name is guessed first. */
export interface PasswordContext {
  /** Normalised, or as it was typed; null where it is not known yet. */
  readonly email: string | null;
}

/** Every code, so that texts in other languages can be complete. */
export type PasswordRuleCode =
  'too_short' | 'too_long' | 'upper' | 'lower' | 'digit' | 'special' | 'common' | 'context';

/** One rule of a password policy: how clients know it, how people are told, and when it is kept. */
export interface PasswordRule {
  readonly code: PasswordRuleCode;
  /** A sentence without its subject. */
  readonly message: string;
  readonly holds: (password: string, context: PasswordContext) => boolean;
}

export const longestPassword = 128;
export const shortestPassword: Readonly<Record<PolicyName, number>> = { classic: 8, nist: 15 };

const productName = 'janus';
const shortestContextWord = 4;

const classes: readonly PasswordRule[] = [
  contains('upper', 'an upper-case letter', /\p{Lu}/u),
  contains('lower', 'a lower-case letter', /\p{Ll}/u),
  contains('digit', 'a digit', /\p{Nd}/u),
  contains('special', 'a special character', /[^\p{Lu}\p{Ll}\p{Nd}]/u),
];

const refusals: readonly PasswordRule[] = [
  {
    code: 'common',
    message: 'must not be one of the most common passwords',
    holds: (password) => !isBlocklisted(password),
  },
  {
    code: 'context',
    message: 'must not be the name of the service or of your mailbox, with or without digits and symbols around it',
    holds: (password, { email }) => !contextWords(email).some((word) => isDressedUp(word, password)),
  },
];

const policies: Readonly<Record<PolicyName, readonly PasswordRule[]>> = {
  classic: [...lengths('classic'), ...classes, ...refusals],
  nist: [...lengths('nist'), ...refusals],
};

/** The rules in force, in the order in which they are told. */
export function rulesOf(policy: PolicyName): readonly PasswordRule[] {
  return policies[policy];
}

/**
 * Every rule that the password breaks; empty if it may be used.
 * @param password in any form of Unicode. Characters are code points after NFC (OWASP ASVS 6.2)
 */
export function brokenRules(policy: PolicyName, password: string, context: PasswordContext): PasswordRule[] {
  const judged = normalizePassword(password);
  return policies[policy].filter((rule) => !rule.holds(judged, context));
}

function lengths(policy: PolicyName): PasswordRule[] {
  const shortest = shortestPassword[policy];
  return [
    {
      code: 'too_short',
      message: `must have at least ${shortest} characters`,
      holds: (password) => codePoints(password) >= shortest,
    },
    {
      code: 'too_long',
      message: `must have at most ${longestPassword} characters`,
      holds: (password) => codePoints(password) <= longestPassword,
    },
  ];
}

function contains(code: PasswordRuleCode, what: string, pattern: RegExp): PasswordRule {
  return { code, message: `must contain ${what}`, holds: (password) => pattern.test(password) };
}

function contextWords(email: string | null): string[] {
  const mailbox = foldCase((email ?? '').trim().split('@')[0] ?? '');
  return codePoints(mailbox) >= shortestContextWord ? [productName, mailbox] : [productName];
}

/** Whether there is no letter in the password but those of the word. */
function isDressedUp(word: string, password: string): boolean {
  const folded = foldCase(password);
  const at = folded.indexOf(word);
  return at >= 0 && !/\p{L}/u.test(folded.slice(0, at) + folded.slice(at + word.length));
}
