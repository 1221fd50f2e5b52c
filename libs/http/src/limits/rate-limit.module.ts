import { Clock } from '@janus/kernel';
import type { DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import { Global, Logger, Module } from '@nestjs/common';
import { RateLimitStore } from './limit-policy.js';
import { MemoryRateLimits } from './memory-rate-limits.js';
import type { RateLimitOptions } from './rate-limit.options.js';
import { RATE_LIMIT_OPTIONS } from './rate-limit.options.js';
import { RedisRateLimits } from './redis-rate-limits.js';

/** What `RateLimitGuard` counts with: this instance's memory, or Redis. */
@Global()
@Module({})
export class RateLimitModule implements OnApplicationShutdown {
  constructor(private readonly store: RateLimitStore) {}

  /** @param redisUrl null: each instance counts for itself */
  static forRoot(options: RateLimitOptions, redisUrl: string | null): DynamicModule {
    return {
      module: RateLimitModule,
      providers: [
        { provide: RATE_LIMIT_OPTIONS, useValue: options },
        {
          provide: RateLimitStore,
          inject: [Clock],
          useFactory: (clock: Clock) => (redisUrl === null ? new MemoryRateLimits(clock) : onRedis(redisUrl, clock)),
        },
      ],
      exports: [RATE_LIMIT_OPTIONS, RateLimitStore],
    };
  }

  onApplicationShutdown(): void {
    if (this.store instanceof RedisRateLimits) this.store.close();
  }
}

function onRedis(url: string, clock: Clock): RedisRateLimits {
  const logger = new Logger('RateLimits');
  const onChange = (isThere: boolean, cause: string) => {
    if (isThere) logger.log('Redis is back: limits are shared between instances again');
    else logger.warn(`Redis is lost (${cause}): each instance limits by itself, with half of each quota`);
  };
  return new RedisRateLimits({ url, clock, onChange });
}
