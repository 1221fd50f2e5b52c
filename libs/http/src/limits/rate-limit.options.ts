import type { LimitPolicyName, Quota } from './limit-policy.js';

export interface RateLimitOptions {
  /** Null: nothing is limited, for load tests only. */
  readonly quotas: Readonly<Record<LimitPolicyName, Quota>> | null;
}

export const RATE_LIMIT_OPTIONS = Symbol('RateLimitOptions');
