import argon2 from 'argon2';
import { normalizePassword } from '../normalize-password.js';
import type { HashScheme } from './hash-scheme.js';

const form =
  /^\$argon2(?:id|i)\$v=19\$m=([1-9]\d{0,9}),t=([1-9]\d{0,9}),p=([1-9]\d{0,9})\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{22,86}$/;
const maxMemoryKib = 262_144;
const maxIterations = 10;
const maxParallelism = 8;

/** argon2id and argon2i (RFC 9106) as PHC strings: our own, and those of passlib, Django, Laravel and Spring. */
export const argon2Scheme: HashScheme = {
  name: 'argon2',
  recognises: (hash) => form.test(hash),
  isWithinLimits: (hash) => {
    const [memory, iterations, parallelism] = (form.exec(hash) ?? []).slice(1).map(Number);
    if (memory === undefined || iterations === undefined || parallelism === undefined) return false;
    return memory <= maxMemoryKib && iterations <= maxIterations && parallelism <= maxParallelism;
  },
  verify: (hash, password) => argon2.verify(hash, normalizePassword(password)).catch(() => false),
};
