import type { ProblemType } from '@janus/kernel';
import { Problem } from '@janus/kernel';
import type { EndReason } from './caller.js';

export const accessProblems = {
  AUTHENTICATION_REQUIRED: {
    code: 'AUTHENTICATION_REQUIRED',
    status: 401,
    title: 'Sign in first',
    meaning: 'The route needs an access token and the request has none.',
    cure: 'Send `Authorization: Bearer <accessToken>` with a token from `POST /api/v1/auth/login`.',
  },
  INVALID_TOKEN: {
    code: 'INVALID_TOKEN',
    status: 401,
    title: 'The access token is not valid',
    meaning: 'The token is malformed, was not issued by this service, is meant for something else, or has expired.',
    cure: 'Get a new access token with `POST /api/v1/auth/refresh`, or sign in again.',
  },
  SESSION_ENDED: {
    code: 'SESSION_ENDED',
    status: 401,
    title: 'The session has ended',
    meaning:
      'The token was right, but its session is over. `endReason` says why, for instance `logout` or `suspended`.',
    cure: 'Sign in again.',
  },
  INVALID_CLIENT: {
    code: 'INVALID_CLIENT',
    status: 401,
    title: 'The service credential is not valid',
    meaning:
      'The route is for services, and the request has no HTTP Basic credential, or one that is malformed, unknown, wrong or revoked.',
    cure: 'Send `Authorization: Basic` with the id and secret that `npm run janus -- clients create` has printed.',
  },
  NO_PERMISSION: {
    code: 'NO_PERMISSION',
    status: 403,
    title: 'Your role does not allow this',
    meaning: 'The permission matrix has no entry that lets the role of the caller do this.',
    cure: 'Ask an administrator for another role, or use an account that has it.',
  },
} as const satisfies Record<string, ProblemType>;

/** RFC 6749 section 5.2, which wants the challenge of the scheme that the client has to use. */
export function invalidClient(): Problem {
  return new Problem(accessProblems.INVALID_CLIENT, {
    extra: { error: 'invalid_client' },
    headers: { 'www-authenticate': 'Basic realm="janus"' },
  });
}

export function sessionEnded(endReason: EndReason): Problem {
  return new Problem(accessProblems.SESSION_ENDED, { extra: { endReason } });
}
