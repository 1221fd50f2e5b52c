import type { Role } from '@janus/access';
import { isRole, roles } from '@janus/access';
import { codePoints, hasControls, isId, isWellFormedText, normalizeEmail, parseInstant } from '@janus/kernel';
import { importHash } from '../passwords/schemes/find-scheme.js';

/** A value in the form in which it is stored, or what is wrong with it; never the value itself. */
export type Read<T> = { readonly value: T } | { readonly mistake: string };

const longestText = 100;
const longestEmail = 1024;
const wrong = (mistake: string) => ({ mistake });

function readEmail(given: unknown): Read<string> {
  const email = typeof given === 'string' && given.length <= longestEmail ? normalizeEmail(given) : null;
  return email === null ? wrong('must be an e-mail address') : { value: email };
}

function readHash(given: unknown): Read<string | null> {
  if (given === null || given === undefined) return { value: null };
  if (typeof given !== 'string') return wrong('must be a text');
  const read = importHash(given);
  return 'hash' in read ? { value: read.hash } : wrong(read.refused);
}

function readText(given: unknown): Read<string | null> {
  if (given === null || given === undefined) return { value: null };
  const isText = typeof given === 'string' && isWellFormedText(given) && !hasControls(given);
  const text = isText ? given.normalize('NFC') : '';
  const length = codePoints(text);
  if (length < 1 || length > longestText)
    return wrong(`must be a text of 1 to ${longestText} characters without control characters`);
  return { value: text };
}

// Null is not taken for the default here: somebody's broken "inactive" must not become "active".
function readFlag(given: unknown, fallback: boolean): Read<boolean> {
  if (given === undefined) return { value: fallback };
  return typeof given === 'boolean' ? { value: given } : wrong('must be true or false');
}

function readRole(given: unknown): Read<Role> {
  if (given === undefined) return { value: 'user' };
  return isRole(given) ? { value: given } : wrong(`must be one of ${roles.join(', ')}`);
}

function readInstant(given: unknown): Read<Date | null> {
  if (given === null || given === undefined) return { value: null };
  const instant = typeof given === 'string' ? parseInstant(given) : null;
  return instant === null ? wrong('must be an instant from 1970 on as RFC 3339 writes it') : { value: instant };
}

function readId(given: unknown): Read<string | null> {
  if (given === null || given === undefined) return { value: null };
  return isId(given) ? { value: given } : wrong('must be a UUIDv7 in lower case');
}

/** Every field of a line, and how it is read. */
export const importFields = {
  id: readId,
  email: readEmail,
  emailVerified: (given: unknown) => readFlag(given, false),
  passwordHash: readHash,
  displayName: readText,
  firstName: readText,
  lastName: readText,
  locale: readText,
  role: readRole,
  isActive: (given: unknown) => readFlag(given, true),
  createdAt: readInstant,
  deletedAt: readInstant,
};
