import { availableParallelism } from 'node:os';
import * as parse from './parsers.js';
import { firstRelease as since, setting } from './setting.js';

// One core is left to everything else: with a hash on every core the service is slower even while it does nothing besides.
const slots = String(Math.max(1, availableParallelism() - 1));

/** Passwords and their hashes. */
export const passwordSettings = {
  PASSWORD_POLICY: setting({
    group: 'Passwords',
    default: 'classic',
    meaning:
      '`classic`: 8 to 128 characters with upper and lower case, digit and special; `nist`: 15 to 128 characters.',
    since,
    parse: parse.oneOf('classic', 'nist'),
  }),
  HASH_MEMORY_KIB: setting({
    group: 'Passwords',
    default: '19456',
    meaning: 'argon2id memory.',
    since,
    parse: parse.integer(19_456, 262_144),
  }),
  HASH_ITERATIONS: setting({
    group: 'Passwords',
    default: '2',
    meaning: 'argon2id passes; 1 needs 47104 KiB of memory.',
    since,
    parse: parse.integer(1, 10),
  }),
  HASH_PARALLELISM: setting({
    group: 'Passwords',
    default: '1',
    meaning: 'argon2id lanes.',
    since,
    parse: parse.integer(1, 8),
  }),
  HASH_SLOTS: setting({
    group: 'Passwords',
    default: slots,
    defaultNote: 'one fewer than cores, at least 1',
    meaning: 'Hashes at the same time.',
    since,
    parse: parse.integer(1, 1024),
  }),
  HASH_QUEUE: setting({
    group: 'Passwords',
    default: null,
    defaultNote: '64 × HASH_SLOTS',
    meaning: 'Hashes that may wait; beyond that 503.',
    since,
    parse: parse.integer(0, 100_000),
  }),
  HASH_MAX_WAIT_MS: setting({
    group: 'Passwords',
    default: '2000',
    meaning: 'Longest wait for a slot; beyond that 503.',
    since,
    parse: parse.integer(1, 60_000),
  }),
};

/** How accounts come to be. */
export const accountSettings = {
  REGISTRATION: setting({
    group: 'Accounts',
    default: 'open',
    meaning: '`closed`: only administrators create users.',
    since,
    parse: parse.oneOf('open', 'closed'),
  }),
  EMAIL_VERIFICATION: setting({
    group: 'Accounts',
    default: 'optional',
    meaning: '`required`: sign-in needs a verified address, and a registration is answered alike for a taken address.',
    since,
    parse: parse.oneOf('optional', 'required'),
  }),
};
