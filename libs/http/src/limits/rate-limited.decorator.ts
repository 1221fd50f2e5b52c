import type { Type } from '@nestjs/common';
import { SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { LimitPolicyName } from './limit-policy.js';

/** Finds in a request what its limit counts by. A provider, so that it may use services. */
export interface LimitSubject {
  /** @returns null if the request has no such thing: it counts as a guest's then */
  of(request: FastifyRequest): string | null;
}

/** How the requests of a route are counted. Without one: by the role of the caller. */
export type LimitRule =
  | { readonly kind: 'policy'; readonly policy: LimitPolicyName; readonly subject: Type<LimitSubject> | null }
  | { readonly kind: 'unlimited' };

export const limitRuleKey = 'janus:limit-rule';

/** Counts under a policy of its own, by the client's address or by what the subject finds. */
export const RateLimited = (policy: LimitPolicyName, subject: Type<LimitSubject> | null = null) =>
  SetMetadata(limitRuleKey, { kind: 'policy', policy, subject } satisfies LimitRule);

/** Is not counted at all: what machines ask all the time, and what costs nothing. */
export const Unlimited = () => SetMetadata(limitRuleKey, { kind: 'unlimited' } satisfies LimitRule);
