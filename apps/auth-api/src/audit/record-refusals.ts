import type { RequestWithCaller } from '@janus/access';
import { accessProblems } from '@janus/access';
import type { AuditService } from '@janus/audit';
import { authProblems } from '@janus/auth';
import type { CountedRequest, OnProblem } from '@janus/http';
import { httpProblems, requestContext } from '@janus/http';
import type { Problem, ProblemType } from '@janus/kernel';
import { isId, isProblem } from '@janus/kernel';
import { policyProblems } from '@janus/users';
import type { FastifyRequest } from 'fastify';

type RefusedRequest = FastifyRequest<{ Params: { userId?: string } }> & RequestWithCaller & CountedRequest;

const others: readonly ProblemType[] = [
  httpProblems.RATE_LIMITED,
  accessProblems.INVALID_TOKEN,
  accessProblems.INVALID_CLIENT,
  policyProblems.LAST_SUPER_ADMIN,
];

/**
 * Records what was refused (OWASP ASVS 16.3.2): a token, a permission, a limit, the last super admin. Not bad input. Of what is
 * beyond a limit only the first, as that: who sends bad tokens all day does not fill the disk.
 */
export function recordRefusals(audit: AuditService): OnProblem {
  return async (problem, request) => {
    const { user, formerCaller, params, limitState } = request as RefusedRequest;
    const { excess = 0 } = limitState ?? {};
    // Who shows no credential at all was asked for one, and refused nothing.
    const isAsked = problem.type.status === 401 && request.headers.authorization === undefined;
    const isTold = excess === 0 ? !isAsked && isRefusal(problem, formerCaller !== undefined) : excess === 1;
    if (!isTold) return;
    const targetId = params?.userId;
    await audit.record(
      {
        type: 'access.refused',
        outcome: 'refused',
        actor: user?.user ?? formerCaller ?? null,
        target: isId(targetId) ? { id: targetId } : null,
        reason: excess === 1 ? httpProblems.RATE_LIMITED.code : problem.type.code,
      },
      requestContext(request),
    );
  };
}

// A session that has ended is also how a refresh fails, which is recorded as that.
function isRefusal(problem: Problem, isFormerCaller: boolean): boolean {
  // A sign-in with the right password is recorded as that.
  if (isProblem(problem, authProblems.EMAIL_NOT_VERIFIED)) return false;
  if (problem.type.status === 403) return true;
  return isFormerCaller || others.some((type) => isProblem(problem, type));
}
