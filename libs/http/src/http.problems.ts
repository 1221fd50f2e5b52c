import type { ProblemType } from '@janus/kernel';

export const httpProblems = {
  MALFORMED_JSON: {
    code: 'MALFORMED_JSON',
    status: 400,
    title: 'The body is not valid JSON',
    meaning:
      'The body is not UTF-8, not JSON, nested more than 32 deep, or has a member named `__proto__` or `constructor`.',
    cure: 'Send one JSON object in UTF-8 without a byte order mark.',
  },
  BAD_REQUEST: {
    code: 'BAD_REQUEST',
    status: 400,
    title: 'The request is not valid HTTP',
    meaning: 'The request line, a header or the path cannot be read.',
    cure: 'Send a request that follows RFC 9112.',
  },
  INVALID_CURSOR: {
    code: 'INVALID_CURSOR',
    status: 400,
    title: 'The cursor is not valid',
    meaning: 'The cursor was altered, or belongs to a list with another order, other filters or another caller.',
    cure: 'Start again without `cursor`, and keep order and filters while you page.',
  },
  NOT_FOUND: {
    code: 'NOT_FOUND',
    status: 404,
    title: 'There is nothing here',
    meaning: 'No route has this path.',
    cure: 'Check the path. `/docs` lists them all.',
  },
  METHOD_NOT_ALLOWED: {
    code: 'METHOD_NOT_ALLOWED',
    status: 405,
    title: 'The method is not offered here',
    meaning: 'The path exists, but not with this method.',
    cure: 'Use one of the methods in `Allow`.',
  },
  REQUEST_TIMEOUT: {
    code: 'REQUEST_TIMEOUT',
    status: 408,
    title: 'The request took too long to arrive',
    meaning: 'Headers or body did not arrive in time.',
    cure: 'Send the request again, faster.',
  },
  BODY_TOO_LARGE: {
    code: 'BODY_TOO_LARGE',
    status: 413,
    title: 'The body is too large',
    meaning: 'A body may have 64 KiB at most.',
    cure: 'Send less.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    code: 'UNSUPPORTED_MEDIA_TYPE',
    status: 415,
    title: 'The media type is not supported',
    meaning:
      'Bodies are `application/json` in UTF-8, without content coding; `PATCH` also takes `application/merge-patch+json`. The routes under `/oauth` take `application/x-www-form-urlencoded` and nothing else.',
    cure: 'Send what the route takes, and say so in `Content-Type`.',
  },
  HEADERS_TOO_LARGE: {
    code: 'HEADERS_TOO_LARGE',
    status: 431,
    title: 'The headers are too large',
    meaning: 'All headers together may have 16 KiB at most.',
    cure: 'Send fewer or shorter headers.',
  },
  INTERNAL: {
    code: 'INTERNAL',
    status: 500,
    title: 'Something went wrong here',
    meaning: 'A fault of the service. The log has the cause under the request id.',
    cure: 'Try again; if it stays so, tell the operator the `requestId`.',
  },
  RATE_LIMITED: {
    code: 'RATE_LIMITED',
    status: 429,
    title: 'Too many requests',
    meaning: 'The quota of `RateLimit-Policy` is used up: of the role, the address or the session.',
    cure: 'Come again after the number of seconds in `Retry-After`.',
  },
} as const satisfies Record<string, ProblemType>;
