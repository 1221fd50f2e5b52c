import type { ProblemType } from '@janus/kernel';

export const usersProblems = {
  HAS_PASSWORD: {
    code: 'HAS_PASSWORD',
    status: 409,
    title: 'The user has a password',
    meaning: 'Only who has not chosen a password yet can be invited.',
    cure: 'Send a password-reset mail instead.',
  },
  EMAIL_TAKEN: {
    code: 'EMAIL_TAKEN',
    status: 409,
    title: 'The e-mail address is taken',
    meaning: 'Another account has this address. A deleted account keeps its address until it is purged.',
    cure: 'Sign in with this address, or use another one.',
  },
  USER_NOT_FOUND: {
    code: 'USER_NOT_FOUND',
    status: 404,
    title: 'There is no such user',
    meaning: 'The user does not exist, or the caller may not see that it does.',
    cure: 'Check the id. Only callers who may read a user learn that it exists.',
  },
  PRECONDITION_FAILED: {
    code: 'PRECONDITION_FAILED',
    status: 412,
    title: 'The user has changed since',
    meaning: '`If-Match` names another version than the one that is stored (RFC 9110 section 13.1.1).',
    cure: 'Read the user again, look at what changed, and send the change with the new `ETag`.',
  },
  IDEMPOTENCY_MISMATCH: {
    code: 'IDEMPOTENCY_MISMATCH',
    status: 422,
    title: 'The idempotency key was used for another request',
    meaning: 'The same `Idempotency-Key` came with another body within 24 hours.',
    cure: 'Use a new key for each new request, and the same key only to repeat one.',
  },
  IDEMPOTENCY_IN_PROGRESS: {
    code: 'IDEMPOTENCY_IN_PROGRESS',
    status: 409,
    title: 'The first request with this key still runs',
    meaning: 'A request with the same `Idempotency-Key` has not been answered yet.',
    cure: 'Try again after the number of seconds in `Retry-After`.',
  },
} as const satisfies Record<string, ProblemType>;
