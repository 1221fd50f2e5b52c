import type { Clock } from '@janus/kernel';
import { withTimeout } from '@janus/kernel';
import { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { LimitPolicy, LimitState } from './limit-policy.js';
import { RateLimitStore } from './limit-policy.js';
import { MemoryRateLimits } from './memory-rate-limits.js';

export interface RedisLimitOptions {
  readonly url: string;
  readonly clock: Clock;
  /** Told once when Redis is lost, and once when it is back. */
  readonly onChange: (isThere: boolean, cause: string) => void;
}

// Longest wait for Redis; nobody's request waits longer for a limit than for its own work.
const patienceMs = 50;
const noAnswer = () => new Error(`no answer within ${patienceMs} ms`);
const probeEveryMs = 1_000;
const longestReconnectMs = 2_000;

/**
 * Counts in Redis, for all instances together. When Redis does not answer in time, this instance counts by itself, with half of
 * each quota, and asks Redis again once a second.
 */
export class RedisRateLimits extends RateLimitStore {
  private readonly redis: Redis;
  private readonly limiters = new Map<string, RateLimiterRedis>();
  private readonly local: MemoryRateLimits;
  private isThere = true;
  private probeAt = 0;

  constructor(private readonly options: RedisLimitOptions) {
    super();
    this.local = new MemoryRateLimits(options.clock);
    this.redis = new Redis(options.url, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      // Nobody waits for it any more: so that commands on a connection that hangs do not pile up.
      commandTimeout: 1_000,
      connectTimeout: 1_000,
      retryStrategy: (times) => Math.min(times * 100, longestReconnectMs),
    });
    // A lost connection is told where it matters, at the next request.
    this.redis.on('error', () => {});
  }

  async consume(policy: LimitPolicy, subject: string): Promise<LimitState> {
    if (!this.isThere && !this.mayProbe()) return this.consumeLocally(policy, subject);
    try {
      const state = await withTimeout(patienceMs, () => this.consumeShared(policy, subject), noAnswer);
      if (!this.isThere) this.change(true, 'it answers again');
      return state;
    } catch (error) {
      this.probeAt = this.options.clock.now().getTime() + probeEveryMs;
      if (this.isThere) this.change(false, error instanceof Error ? error.message : String(error));
      return this.consumeLocally(policy, subject);
    }
  }

  close(): void {
    this.redis.disconnect();
  }

  private async consumeShared(policy: LimitPolicy, subject: string): Promise<LimitState> {
    try {
      return toState(await this.limiterOf(policy).consume(subject), policy);
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return toState(refusal, policy);
      throw refusal;
    }
  }

  /** One request a second asks; the others do not wait for its answer. */
  private mayProbe(): boolean {
    const now = this.options.clock.now().getTime();
    if (now < this.probeAt) return false;
    this.probeAt = now + probeEveryMs;
    return true;
  }

  private consumeLocally(policy: LimitPolicy, subject: string): Promise<LimitState> {
    return this.local.consume({ ...policy, count: Math.max(1, Math.floor(policy.count / 2)) }, subject);
  }

  private limiterOf({ name, count, seconds }: LimitPolicy): RateLimiterRedis {
    let limiter = this.limiters.get(name);
    if (!limiter) {
      const keyPrefix = `janus:limit:${name}:${count}/${seconds}`;
      limiter = new RateLimiterRedis({ storeClient: this.redis, keyPrefix, points: count, duration: seconds });
      this.limiters.set(name, limiter);
    }
    return limiter;
  }

  private change(isThere: boolean, cause: string): void {
    this.isThere = isThere;
    this.options.onChange(isThere, cause);
  }
}

function toState({ consumedPoints, msBeforeNext }: RateLimiterRes, { count }: LimitPolicy): LimitState {
  return {
    isAllowed: consumedPoints <= count,
    remaining: Math.max(0, count - consumedPoints),
    excess: Math.max(0, consumedPoints - count),
    resetSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
  };
}
