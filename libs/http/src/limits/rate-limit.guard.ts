import { Problem } from '@janus/kernel';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { httpProblems } from '../http.problems.js';
import { RateLimits } from './rate-limits.service.js';

/** The global guard between who calls and what the role allows: each request is counted once, under one policy. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(private readonly limits: RateLimits) {}

  /** @throws Problem RATE_LIMITED */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const state = await this.limits.count(context);
    if (state?.isAllowed === false) {
      throw new Problem(httpProblems.RATE_LIMITED, { headers: { 'Retry-After': String(state.resetSeconds) } });
    }
    return true;
  }
}
