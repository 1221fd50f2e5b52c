import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Clock, Problem } from '@janus/kernel';
import { accessProblems, sessionEnded } from '../access.problems.js';
import { CallerReader } from '../caller-reader.js';
import type { Caller } from '../caller.js';
import { endReasonOf, isRecordOf } from '../caller.js';
import { readBasicCredential } from '../services/basic-credential.js';
import { ServiceClientVerifier } from '../services/service-client-verifier.js';
import { TokenVerifier } from '../tokens/token-verifier.js';
import { ruleOf } from './access-rule.js';
import type { RequestWithCaller } from './current-user.decorator.js';

interface WithAuthorization {
  readonly headers: { readonly authorization?: string };
}

// All that follows is the token: what is more than one word verifies as none.
const bearer = /^Bearer(?: +(.*))?$/i;

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
    // Without one, routes for services are closed.
    @Optional() @Inject(ServiceClientVerifier) private readonly services: ServiceClientVerifier | null = null,
  ) {}

  /** @throws Problem AUTHENTICATION_REQUIRED, INVALID_TOKEN, SESSION_ENDED; NO_PERMISSION where no rule is declared */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = ruleOf(this.reflector, context);
    if (!rule) throw new Problem(accessProblems.NO_PERMISSION);
    if (rule.kind === 'public') return true;
    const request = context.switchToHttp().getRequest<RequestWithCaller & WithAuthorization>();
    if (rule.kind === 'service') return this.admitService(request);
    const [scheme, token = ''] = bearer.exec(request.headers.authorization ?? '') ?? [];
    if (scheme === undefined) {
      if (rule.kind === 'optional') return true;
      throw new Problem(accessProblems.AUTHENTICATION_REQUIRED);
    }
    request.user = await this.callerOf(token, request);
    return true;
  }

  /** Who has no credential, or a wrong one, is refused by `RoleGuard`: behind the rate limit, so that guesses are counted. */
  private async admitService(request: RequestWithCaller & WithAuthorization): Promise<true> {
    const credential = readBasicCredential(request.headers.authorization);
    const service = credential && (await this.services?.verify(credential.id, credential.secret));
    if (service) request.service = service;
    return true;
  }

  private async callerOf(token: string, request: RequestWithCaller): Promise<Caller> {
    const claims = await this.verifier.verify(token);
    const record = claims && (await this.callers.find(claims.sid));
    if (!claims || !isRecordOf(record, claims)) throw new Problem(accessProblems.INVALID_TOKEN);
    const endReason = endReasonOf(record, this.clock.now());
    if (endReason) {
      request.formerCaller = record.user;
      throw sessionEnded(endReason);
    }
    return { sessionId: record.session.id, user: record.user };
  }
}
