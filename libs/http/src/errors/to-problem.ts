import type { ProblemType } from '@janus/kernel';
import { Problem } from '@janus/kernel';
import { httpProblems } from '../http.problems.js';

/** Fastify's and Nest's own refusals, by what they say of their status. */
const byStatus: Readonly<Record<number, ProblemType>> = {
  400: httpProblems.BAD_REQUEST,
  404: httpProblems.NOT_FOUND,
  408: httpProblems.REQUEST_TIMEOUT,
  413: httpProblems.BODY_TOO_LARGE,
  414: httpProblems.BAD_REQUEST,
  415: httpProblems.UNSUPPORTED_MEDIA_TYPE,
  431: httpProblems.HEADERS_TOO_LARGE,
};

/**
 * The problem that a client is told: a Problem as it is, a refusal of the framework by its status, anything else as one
 * opaque INTERNAL that carries the cause for the log.
 */
export function toProblem(error: unknown, requestId: string): Problem {
  if (error instanceof Problem) return error;
  const type = byStatus[statusOf(error)];
  if (type) return new Problem(type, { cause: error });
  return new Problem(httpProblems.INTERNAL, {
    detail: `The log has the cause under request id ${requestId}.`,
    cause: error,
  });
}

function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null) return 500;
  const { statusCode, status } = error as { statusCode?: unknown; status?: unknown };
  return [statusCode, status].find((value): value is number => typeof value === 'number') ?? 500;
}
