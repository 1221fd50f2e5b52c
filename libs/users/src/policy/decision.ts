import type { ProblemType } from '@janus/kernel';
import { Problem } from '@janus/kernel';
import { accessProblems } from '@janus/access';
import { usersProblems } from '../users.problems.js';
import { policyProblems } from './policy.problems.js';

const refusals = {
  ...policyProblems,
  NO_PERMISSION: accessProblems.NO_PERMISSION,
  USER_NOT_FOUND: usersProblems.USER_NOT_FOUND,
};

/** Why the policy says no: the code of the problem that the caller gets. */
export type Refusal = keyof typeof refusals;

/** The policy's answer; `rule` is the number of the rule that refused, 0 if none did. */
export type Decision =
  | { readonly allowed: true; readonly reason: 'ALLOWED'; readonly rule: 0 }
  | { readonly allowed: false; readonly reason: Refusal; readonly rule: number };

export const allowed: Decision = { allowed: true, reason: 'ALLOWED', rule: 0 };

export function refused(reason: Refusal, rule: number): Decision {
  return { allowed: false, reason, rule };
}

/** @throws Problem the refusal, if it is one */
export function enforce(decision: Decision): void {
  if (!decision.allowed) throw refusalProblem(decision.reason);
}

export function refusalProblem(reason: Refusal): Problem {
  const type: ProblemType = refusals[reason];
  return new Problem(type);
}
