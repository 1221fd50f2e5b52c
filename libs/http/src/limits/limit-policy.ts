/** The limits there are, by the names under which clients read of them in `RateLimit`. */
export const policyNames = [
  'guest',
  'user',
  'moderator',
  'admin',
  'super_admin',
  'service',
  'login-ip',
  'register-ip',
  'refresh-session',
] as const;

export type LimitPolicyName = (typeof policyNames)[number];

/** So many requests of one subject in so many seconds. */
export interface Quota {
  readonly count: number;
  readonly seconds: number;
}

export interface LimitPolicy extends Quota {
  readonly name: LimitPolicyName;
}

/** What is left after one more request has been counted. */
export interface LimitState {
  readonly isAllowed: boolean;
  readonly remaining: number;
  /** The number of this request among those beyond the quota, from 1 on; 0 if it is within. */
  readonly excess: number;
  /** Until the window ends and the whole quota is there again; 1 or more. */
  readonly resetSeconds: number;
}

/** Counts requests in fixed windows, which begin with a subject's first request. */
export abstract class RateLimitStore {
  /** Counts one request, then says whether it was within the quota: parallel ones cannot walk past. Never fails. */
  abstract consume(policy: LimitPolicy, subject: string): Promise<LimitState>;
}
