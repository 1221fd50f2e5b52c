import type { Clock } from '@janus/kernel';
import type { LimitPolicy, LimitState, Quota } from './limit-policy.js';
import { RateLimitStore } from './limit-policy.js';

interface Window {
  readonly endsAt: number;
  count: number;
}

const defaultCapacity = 100_000;

/**
 * Counts in the memory of this instance. Of more subjects than there is room for, those that came first are forgotten: an
 * attacker with many addresses gains a few fresh windows, not our memory.
 */
export class MemoryRateLimits extends RateLimitStore {
  private readonly windows = new Map<string, Window>();

  constructor(
    private readonly clock: Clock,
    private readonly capacity = defaultCapacity,
  ) {
    super();
  }

  async consume(policy: LimitPolicy, subject: string): Promise<LimitState> {
    return this.count(policy, `${policy.name} ${subject}`);
  }

  private count({ count, seconds }: Quota, key: string): LimitState {
    const now = this.clock.now().getTime();
    let window = this.windows.get(key);
    if (!window || window.endsAt <= now) {
      // Deleted first, so that the newest window is the last of the map.
      this.windows.delete(key);
      this.makeRoom();
      window = { endsAt: now + seconds * 1000, count: 0 };
      this.windows.set(key, window);
    }
    window.count += 1;
    return {
      isAllowed: window.count <= count,
      remaining: Math.max(0, count - window.count),
      excess: Math.max(0, window.count - count),
      resetSeconds: Math.ceil((window.endsAt - now) / 1000),
    };
  }

  private makeRoom(): void {
    if (this.windows.size < this.capacity) return;
    const oldest = this.windows.keys().next();
    if (!oldest.done) this.windows.delete(oldest.value);
  }
}
