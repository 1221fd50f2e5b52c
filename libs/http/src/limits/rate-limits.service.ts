import type { RequestWithCaller } from '@janus/access';
import { networkOf } from '@janus/kernel';
import type { ExecutionContext } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { ModuleRef, Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { requestContext } from '../requests/request-context.js';
import type { LimitPolicy, LimitPolicyName, LimitState } from './limit-policy.js';
import { RateLimitStore } from './limit-policy.js';
import type { RateLimitOptions } from './rate-limit.options.js';
import { RATE_LIMIT_OPTIONS } from './rate-limit.options.js';
import type { LimitRule } from './rate-limited.decorator.js';
import { limitRuleKey } from './rate-limited.decorator.js';

/** What `RateLimits` leaves on a request that it has counted. */
export interface CountedRequest {
  limitState?: LimitState;
}

type LimitedRequest = FastifyRequest & RequestWithCaller & CountedRequest;

/** Counts a request under the one policy of its route, and tells in the answer what is left. */
@Injectable()
export class RateLimits {
  constructor(
    private readonly reflector: Reflector,
    private readonly providers: ModuleRef,
    private readonly store: RateLimitStore,
    @Inject(RATE_LIMIT_OPTIONS) private readonly options: RateLimitOptions,
  ) {}

  /** @returns null where nothing is counted */
  async count(context: ExecutionContext): Promise<LimitState | null> {
    const rule = this.ruleOf(context);
    return rule?.kind === 'unlimited' ? null : this.consume(context, rule);
  }

  /** Counts a request whose token is refused, as a guest's: also where good ones are not counted at all. */
  async countRefused(context: ExecutionContext): Promise<void> {
    await this.consume(context, this.ruleOf(context));
  }

  private ruleOf(context: ExecutionContext): LimitRule | undefined {
    return this.reflector.getAllAndOverride<LimitRule | undefined>(limitRuleKey, [
      context.getHandler(),
      context.getClass(),
    ]);
  }

  private async consume(context: ExecutionContext, rule: LimitRule | undefined): Promise<LimitState | null> {
    const { quotas } = this.options;
    if (!quotas) return null;
    const http = context.switchToHttp();
    const request = http.getRequest<LimitedRequest>();
    const { name, subject } = this.countedBy(rule, request);
    const policy = { name, ...quotas[name] };
    const state = await this.store.consume(policy, subject);
    request.limitState = state;
    void http.getResponse<FastifyReply>().headers(rateLimitHeaders(policy, state));
    return state;
  }

  private countedBy(rule: LimitRule | undefined, request: LimitedRequest): { name: LimitPolicyName; subject: string } {
    const network = networkOf(requestContext(request).ip ?? '');
    if (rule?.kind === 'policy') {
      if (!rule.subject) return { name: rule.policy, subject: network };
      const subject = this.providers.get(rule.subject, { strict: false }).of(request);
      return subject === null ? { name: 'guest', subject: network } : { name: rule.policy, subject };
    }
    if (request.service) return { name: 'service', subject: request.service.id };
    const caller = request.user?.user;
    return caller ? { name: caller.role, subject: caller.id } : { name: 'guest', subject: network };
  }
}

/** The fields of draft-ietf-httpapi-ratelimit-headers. */
export function rateLimitHeaders({ name, count, seconds }: LimitPolicy, state: LimitState): Record<string, string> {
  return {
    'RateLimit-Policy': `"${name}";q=${count};w=${seconds}`,
    RateLimit: `"${name}";r=${state.remaining};t=${state.resetSeconds}`,
  };
}
