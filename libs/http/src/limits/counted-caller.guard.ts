import { CallerGuard } from '@janus/access';
import { Problem } from '@janus/kernel';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { RateLimits } from './rate-limits.service.js';

/**
 * `CallerGuard` where requests are limited: whom it refuses (401) never reaches the limit behind it, so they are counted here, as
 * guests. They still learn why they are refused: a client whose token has expired must refresh it, and not wait.
 */
@Injectable()
export class CountedCallerGuard implements CanActivate {
  constructor(
    private readonly callers: CallerGuard,
    private readonly limits: RateLimits,
  ) {}

  /** @throws Problem as `CallerGuard` does */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    try {
      return await this.callers.canActivate(context);
    } catch (error) {
      if (error instanceof Problem && error.type.status === 401) await this.limits.countRefused(context);
      throw error;
    }
  }
}
