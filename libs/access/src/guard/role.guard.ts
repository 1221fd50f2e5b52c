import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Problem } from '@janus/kernel';
import { accessProblems, invalidClient } from '../access.problems.js';
import { isPermitted } from '../matrix.js';
import { levelOf } from '../roles.js';
import type { AccessRule } from './access-rule.js';
import { ruleOf } from './access-rule.js';
import type { RequestWithCaller } from './current-user.decorator.js';

/** The global guard behind `CallerGuard`: whether the caller's role may use the route at all, before any target is looked at. */
@Injectable()
export class RoleGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  /** @throws Problem NO_PERMISSION; INVALID_CLIENT on a route for services */
  canActivate(context: ExecutionContext): boolean {
    const rule = ruleOf(this.reflector, context);
    const { user: caller, service } = context.switchToHttp().getRequest<RequestWithCaller>();
    if (rule?.kind === 'service' && !service) throw invalidClient();
    if (!rule || !allows(rule, caller?.user.role ?? '')) throw new Problem(accessProblems.NO_PERMISSION);
    return true;
  }
}

function allows(rule: AccessRule, role: string): boolean {
  if (rule.kind === 'permission') return isPermitted(role, rule.action);
  if (rule.kind === 'roles') return levelOf(role) >= Math.min(...rule.roles.map(levelOf));
  return true;
}
