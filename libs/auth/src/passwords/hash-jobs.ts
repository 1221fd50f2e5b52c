import argon2 from 'argon2';
import { normalizePassword } from './normalize-password.js';
import { usableScheme } from './schemes/find-scheme.js';

/** Parameters of argon2id (RFC 9106). */
export interface HashParameters {
  readonly memoryKib: number;
  readonly iterations: number;
  readonly parallelism: number;
}

/** One piece of slow work; it crosses to the hashing process as JSON. */
export type HashJob =
  | { readonly kind: 'hash'; readonly password: string; readonly parameters: HashParameters }
  | { readonly kind: 'verify'; readonly password: string; readonly hash: string };

/** Where slow work is done. */
export interface HashWork {
  start(): void;
  /** @returns the PHC string, or whether the password is that of the hash. @throws Problem OVERLOADED if it could not be done */
  run(job: HashJob): Promise<string | boolean>;
  stop(): void;
}

/** Does the work in this process. */
export function runHashJob(job: HashJob): Promise<string | boolean> {
  if (job.kind === 'verify') return usableScheme(job.hash)?.verify(job.hash, job.password) ?? Promise.resolve(false);
  const { memoryKib: memoryCost, iterations: timeCost, parallelism } = job.parameters;
  const options = { type: argon2.argon2id, memoryCost, timeCost, parallelism };
  return argon2.hash(normalizePassword(job.password), options);
}

/** For programs that hash seldom: no process of its own. */
export const workInProcess: HashWork = { start: () => {}, run: runHashJob, stop: () => {} };
