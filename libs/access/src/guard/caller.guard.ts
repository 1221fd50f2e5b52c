import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Clock, Problem } from '@janus/kernel';
import { accessProblems, sessionEnded } from '../access.problems.js';
import { CallerReader } from '../caller-reader.js';
import type { Caller } from '../caller.js';
import { endReasonOf } from '../caller.js';
import { isRole } from '../roles.js';
import { TokenVerifier } from '../tokens/token-verifier.js';
import { ruleOf } from './access-rule.js';
import type { RequestWithCaller } from './current-user.decorator.js';

const bearer = /^Bearer(?: +(\S*)|$)/i;

/**
 * The first global guard: who calls (401). A route that declares no rule is refused to everybody. It reads the handler's
 * metadata, never the path, so no spelling of a URL walks past it.
 */
@Injectable()
export class CallerGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly verifier: TokenVerifier,
    private readonly callers: CallerReader,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem AUTHENTICATION_REQUIRED, INVALID_TOKEN, SESSION_ENDED; NO_PERMISSION where no rule is declared */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = ruleOf(this.reflector, context);
    if (!rule) throw new Problem(accessProblems.NO_PERMISSION);
    if (rule.kind === 'public') return true;
    const request = context.switchToHttp().getRequest<RequestWithCaller & { headers: { authorization?: string } }>();
    const [scheme, token = ''] = bearer.exec(request.headers.authorization ?? '') ?? [];
    if (scheme === undefined) {
      if (rule.kind === 'optional') return true;
      throw new Problem(accessProblems.AUTHENTICATION_REQUIRED);
    }
    request.user = await this.callerOf(token, request);
    return true;
  }

  private async callerOf(token: string, request: RequestWithCaller): Promise<Caller> {
    const claims = await this.verifier.verify(token);
    const record = claims && (await this.callers.find(claims.sid));
    if (!record || record.user.id !== claims.sub || !isRole(record.user.role)) {
      throw new Problem(accessProblems.INVALID_TOKEN);
    }
    const endReason = endReasonOf(record, this.clock.now());
    if (endReason) {
      request.formerCaller = record.user;
      throw sessionEnded(endReason);
    }
    return { sessionId: record.session.id, user: record.user };
  }
}
