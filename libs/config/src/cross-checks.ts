import type { Parsed, SettingName } from './schema.js';
import type { Mistake } from './setting.js';

type Check = (parsed: Parsed) => Mistake | null;

function when(condition: boolean, name: SettingName, wrong: string, cure: string): Mistake | null {
  return condition ? { name, wrong, cure } : null;
}

const newKey = 'the output of: openssl rand -base64 32';

/** Settings that only make sense together. */
const always: readonly Check[] = [
  ({ JWT_ALG, JWT_SECRET }) =>
    when(
      JWT_ALG === 'HS256' && JWT_SECRET === null,
      'JWT_SECRET',
      'is missing; HS256 needs it',
      'the output of: openssl rand -base64 48 | tr "+/" "-_"',
    ),
  ({ HASH_ITERATIONS, HASH_MEMORY_KIB }) =>
    when(
      HASH_ITERATIONS === 1 && (HASH_MEMORY_KIB ?? Infinity) < 47_104,
      'HASH_ITERATIONS',
      'is 1 with less than 47104 KiB of memory',
      'for instance 2',
    ),
  ({ REFRESH_TTL_SECONDS, ACCESS_TTL_SECONDS }) =>
    when(
      (REFRESH_TTL_SECONDS ?? 0) < (ACCESS_TTL_SECONDS ?? 0),
      'REFRESH_TTL_SECONDS',
      'is less than ACCESS_TTL_SECONDS',
      `at least ${ACCESS_TTL_SECONDS}`,
    ),
  ({ SESSION_TTL_SECONDS, REFRESH_TTL_SECONDS }) =>
    when(
      (SESSION_TTL_SECONDS ?? 0) < (REFRESH_TTL_SECONDS ?? 0),
      'SESSION_TTL_SECONDS',
      'is less than REFRESH_TTL_SECONDS',
      `at least ${REFRESH_TTL_SECONDS}`,
    ),
];

/** Demo values that production refuses. */
const inProduction: readonly Check[] = [
  ({ PUBLIC_URL }) =>
    when(PUBLIC_URL === null, 'PUBLIC_URL', 'is missing in production', 'for instance https://id.example.com'),
  ({ PUBLIC_URL }) =>
    when(
      PUBLIC_URL !== null && PUBLIC_URL.startsWith('http:') && !isLoopback(PUBLIC_URL),
      'PUBLIC_URL',
      'is http off loopback in production',
      'for instance https://id.example.com',
    ),
  ({ KEY_ENCRYPTION_KEY }) =>
    when(!KEY_ENCRYPTION_KEY?.length, 'KEY_ENCRYPTION_KEY', 'is missing in production', newKey),
  ({ MAIL_URL }) =>
    when(
      MAIL_URL?.kind === 'capture',
      'MAIL_URL',
      'captures mails in production: nobody would get any',
      'for instance smtps://user:password@mail.example.com, or nothing, and mails wait',
    ),
  ({ MAIL_URL, EMAIL_VERIFICATION }) =>
    when(
      MAIL_URL === null && EMAIL_VERIFICATION === 'required',
      'MAIL_URL',
      'is missing, and EMAIL_VERIFICATION is required: nobody could sign in',
      'for instance smtps://user:password@mail.example.com',
    ),
  ({ RATE_LIMITS }) =>
    when(RATE_LIMITS === 'off', 'RATE_LIMITS', 'is off in production', 'on, and the RATE_LIMIT_… that fit'),
  ({ DATABASE_URL }) =>
    when(
      DATABASE_URL !== null && (DATABASE_URL.startsWith('memory:') || DATABASE_URL.startsWith('sqlite::memory:')),
      'DATABASE_URL',
      'is in memory in production: everything would be gone after a restart',
      'for instance sqlite:/var/lib/janus/janus.sqlite',
    ),
];

/** @param isUsable whether the setting's own value was right: one mistake is told once */
export function crossCheck(parsed: Parsed, isUsable: (name: string) => boolean): Mistake[] {
  const checks = parsed.NODE_ENV === 'production' ? [...always, ...inProduction] : always;
  return checks.flatMap((check) => check(parsed) ?? []).filter(({ name }) => isUsable(name));
}

function isLoopback(url: string): boolean {
  return /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(new URL(url).hostname);
}
