/** RFC 9457. */
export const problemSchema = {
  type: 'object',
  description: 'Why a request was refused (RFC 9457).',
  required: ['type', 'title', 'status', 'code', 'requestId'],
  properties: {
    type: { type: 'string', format: 'uri', description: 'The page of this code.' },
    title: { type: 'string', description: 'The same for every occurrence.' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What is particular to this occurrence.' },
    code: { type: 'string', description: 'Stable, for programs.' },
    requestId: { type: 'string', description: 'As in `X-Request-Id` and in the log.' },
    endReason: { type: 'string', description: 'With `SESSION_ENDED`: why.' },
    error: { type: 'string', description: 'On the routes that an OAuth RFC defines: its code (RFC 6749 section 5.2).' },
    errors: {
      type: 'array',
      description: 'With bad input: every mistake of the request.',
      items: {
        type: 'object',
        required: ['pointer', 'message'],
        properties: {
          pointer: { type: 'string', description: 'RFC 6901 pointer, or `?query`, `{path}`, `header:Name`.' },
          message: { type: 'string' },
        },
      },
    },
  },
} as const;

export const pageInfoSchema = {
  type: 'object',
  required: ['nextCursor', 'limit'],
  properties: {
    nextCursor: {
      type: ['string', 'null'],
      description: 'For `cursor`; null on the last page.',
      examples: ['eyJ2Ijoi…'],
    },
    limit: { type: 'integer', examples: [20] },
    total: { type: 'integer', description: 'Only with `withTotal=true`.' },
  },
};

/** draft-ietf-httpapi-ratelimit-headers. */
export const rateLimitHeaderSchemas = {
  'RateLimit-Policy': {
    description: 'The limit that counts here: `q` requests in `w` seconds.',
    schema: { type: 'string', example: '"user";q=300;w=60' },
  },
  RateLimit: {
    description: 'What is left of it: `r` requests, and the whole again in `t` seconds.',
    schema: { type: 'string', example: '"user";r=299;t=60' },
  },
};

export const retryAfterSchema = {
  'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer', example: 30 } },
};
