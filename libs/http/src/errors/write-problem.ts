import type { Problem } from '@janus/kernel';
import { problemSlug } from '@janus/kernel';

/** What an answer needs of its request. */
export interface ProblemRequest {
  readonly id: string;
  readonly hasToken: boolean;
}

export interface ProblemAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The answer for a problem (RFC 9457 section 3), with the challenge that a 401 needs (RFC 6750 section 3). */
export function problemAnswer(problem: Problem, request: ProblemRequest, publicUrl: string): ProblemAnswer {
  const { code, status, title } = problem.type;
  const challenge = request.hasToken ? 'Bearer error="invalid_token"' : 'Bearer';
  return {
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      ...(status === 401 ? { 'www-authenticate': challenge } : {}),
      ...problem.headers,
    },
    body: {
      type: `${publicUrl}/problems/${problemSlug(code)}`,
      title,
      status,
      ...(problem.detail === undefined ? {} : { detail: problem.detail }),
      code,
      requestId: request.id,
      ...problem.extra,
    },
  };
}
