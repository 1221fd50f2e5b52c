import { Problem } from '@janus/kernel';
import type { User } from './user.js';
import { usersProblems } from './users.problems.js';

/** The versions that `If-Match` accepts; null if any will do (RFC 9110 section 13.1.1). */
export type ExpectedVersion = readonly number[] | null;

// Each attempt loses only to another change that won: a caller who loses this often is better told to come back.
const attempts = 64;

/** @throws Problem PRECONDITION_FAILED */
export function assertVersion(user: User, expected: ExpectedVersion): void {
  if (expected !== null && !expected.includes(user.version)) throw new Problem(usersProblems.PRECONDITION_FAILED);
}

/**
 * Reads, judges and writes a user until the write wins or the judgement says no. Every attempt judges what it has just read.
 * @param attempt returns the outcome, or null if its guarded write lost
 * @throws Problem PRECONDITION_FAILED if others change the user without pause
 */
export async function untilWon<T>(attempt: () => Promise<T | null>): Promise<T> {
  for (let left = attempts; left > 0; left -= 1) {
    const outcome = await attempt();
    if (outcome !== null) return outcome;
  }
  throw new Problem(usersProblems.PRECONDITION_FAILED, { detail: 'others are changing this user at the same time' });
}
