import type { InputError, ProblemType } from './problem.js';
import { Problem } from './problem.js';

/** Problems that every room may raise. */
export const kernelProblems = {
  VALIDATION_FAILED: {
    code: 'VALIDATION_FAILED',
    status: 400,
    title: 'The request has mistakes',
    meaning:
      'The body, a parameter or a header does not have the documented form. Every mistake is listed in `errors`.',
    cure: 'Mend each place that `errors[].pointer` names and send the request again.',
  },
  DATABASE_UNAVAILABLE: {
    code: 'DATABASE_UNAVAILABLE',
    status: 503,
    title: 'The database cannot be reached',
    meaning:
      'The service runs, but its database did not answer in time. Nothing is said about your credentials: stay signed in.',
    cure: 'Try again after the number of seconds in `Retry-After`.',
  },
  OVERLOADED: {
    code: 'OVERLOADED',
    status: 503,
    title: 'Too much to do at once',
    meaning: 'More passwords are waiting to be hashed than the service takes on, or they waited too long.',
    cure: 'Try again after the number of seconds in `Retry-After`.',
  },
} as const satisfies Record<string, ProblemType>;

export function validationFailed(errors: readonly InputError[]): Problem {
  return new Problem(kernelProblems.VALIDATION_FAILED, { extra: { errors } });
}

/** @param cause the driver's error; it goes to the log only */
export function databaseUnavailable(cause: unknown): Problem {
  return new Problem(kernelProblems.DATABASE_UNAVAILABLE, { headers: { 'Retry-After': '2' }, cause });
}
