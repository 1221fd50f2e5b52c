import { Clock } from '@janus/kernel';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { Jitter } from './jitter.js';

/** How fast the dispatcher goes. */
export interface DispatchPace {
  /** Messages that are sent at the same time. */
  readonly concurrency: number;
  /** After a crash a message waits so long for another instance; while it is being sent the lease is renewed. */
  readonly leaseMs: number;
  /** Longest pause between looks at the outbox where nobody wakes it. */
  readonly pollMs: number;
  /** Longest wait at the end for what is under way. */
  readonly stopMs: number;
}

export const DISPATCH_PACE = Symbol('DispatchPace');
const defaultPace: DispatchPace = { concurrency: 5, leaseMs: 30_000, pollMs: 4_000, stopMs: 5_000 };

const firstPauseMs = 1_000;
const longestPauseMs = 30_000;

/**
 * Says how much may go now. While the mail server is away one message at a time tries whether it is back, after pauses that grow
 * to half a minute, however many are waiting.
 */
@Injectable()
export class Pacer {
  private failures = 0;
  private pausedUntil = 0;

  constructor(
    private readonly clock: Clock,
    private readonly jitter: Jitter,
    @Optional() @Inject(DISPATCH_PACE) readonly pace: DispatchPace = defaultPace,
  ) {}

  /** An attempt has told whether a server is there to answer. */
  note(isThere: boolean): void {
    this.failures = isThere ? 0 : this.failures + 1;
    const bound = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(this.failures - 1, 10));
    this.pausedUntil = isThere ? 0 : this.clock.now().getTime() + this.jitter.between(bound / 2, bound);
  }

  /** How many more messages may go now. @param underWay how many are on their way */
  admits(underWay: number): number {
    const free = this.pace.concurrency - underWay;
    if (this.failures === 0) return free;
    return underWay > 0 || this.clock.now().getTime() < this.pausedUntil ? 0 : 1;
  }

  /** Until the next look at the outbox: jittered, so that instances do not look together. */
  pauseMs(): number {
    return this.jitter.between(this.pace.pollMs / 2, this.pace.pollMs);
  }
}
