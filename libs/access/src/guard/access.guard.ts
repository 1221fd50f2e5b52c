import type { ExecutionContext } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { Problem } from '@janus/kernel';
import { accessProblems } from '../access.problems.js';
import type { Caller } from '../caller.js';
import { isPermitted } from '../matrix.js';
import { levelOf } from '../roles.js';
import type { AccessRule } from './access-rule.js';
import { accessRuleKey } from './access-rule.js';
import { JwtStrategy } from './jwt.strategy.js';

const bearer = /^Bearer(?: +(\S*)|$)/i;

/**
 * The global guard: who calls (401), then whether the caller's role may use the route at all (403). A route that declares no
 * rule is refused to everybody. It reads the handler's metadata, never the path, so no spelling of a URL walks past it.
 */
@Injectable()
export class AccessGuard extends AuthGuard('jwt') {
  constructor(
    private readonly reflector: Reflector,
    private readonly strategy: JwtStrategy,
  ) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.getAllAndOverride<AccessRule | undefined>(accessRuleKey, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (!rule) throw new Problem(accessProblems.NO_PERMISSION);
    if (rule.kind === 'public') return true;
    const request = context.switchToHttp().getRequest<{ headers: { authorization?: string }; user?: Caller }>();
    const [scheme, token = ''] = bearer.exec(request.headers.authorization ?? '') ?? [];
    if (scheme === undefined) {
      if (rule.kind === 'optional') return true;
      throw new Problem(accessProblems.AUTHENTICATION_REQUIRED);
    }
    const known = await this.strategy.recall(token);
    if (known) request.user = known;
    else await super.canActivate(context);
    if (!allows(rule, request.user?.user.role ?? '')) throw new Problem(accessProblems.NO_PERMISSION);
    return true;
  }

  /** passport's outcome: our own Problems pass; what jsonwebtoken refused is an invalid token; anything else is a fault of ours. */
  override handleRequest<TUser = Caller>(error: unknown, caller: TUser | false, info?: unknown): TUser {
    if (error) throw error;
    if (!caller) throw info instanceof Problem ? info : new Problem(accessProblems.INVALID_TOKEN);
    return caller;
  }
}

function allows(rule: AccessRule, role: string): boolean {
  if (rule.kind === 'permission') return isPermitted(role, rule.action);
  if (rule.kind === 'roles') return levelOf(role) >= Math.min(...rule.roles.map(levelOf));
  return true;
}
