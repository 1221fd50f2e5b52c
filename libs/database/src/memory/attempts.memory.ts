import type { AttemptCount } from '@janus/auth';
import { AttemptsRepository } from '@janus/auth';
import type { MemoryStore } from './memory-store.js';
import { copyOf, sweepMap } from './memory-store.js';

export class MemoryAttempts extends AttemptsRepository {
  constructor(private readonly store: MemoryStore) {
    super();
  }

  async find(key: string): Promise<AttemptCount | null> {
    const found = this.store.attempts.get(key);
    return found ? copyOf(found) : null;
  }

  async count(next: AttemptCount, seen: number | null, now: Date): Promise<boolean> {
    const stored = this.store.attempts.get(next.key);
    const isLocked = stored?.lockedUntil != null && stored.lockedUntil > now;
    if ((stored?.failures ?? null) !== seen || isLocked) return false;
    this.store.attempts.set(next.key, copyOf(next));
    return true;
  }

  async extend(key: string, expiresAt: Date): Promise<boolean> {
    return this.change(key, (stored) => ({ ...stored, expiresAt }));
  }

  async giveBack(key: string, failures: number): Promise<boolean> {
    return this.change(key, (stored) =>
      stored.failures === failures ? { ...stored, failures: failures - 1, lockedUntil: null } : null,
    );
  }

  async clear(key: string): Promise<boolean> {
    return this.store.attempts.delete(key);
  }

  async clearAccount(account: string): Promise<number> {
    const keys = [...this.store.attempts.values()].filter((one) => one.account === account).map(({ key }) => key);
    for (const key of keys) this.store.attempts.delete(key);
    return keys.length;
  }

  async sweep(before: Date, limit: number): Promise<number> {
    return sweepMap(this.store.attempts, before, limit);
  }

  private change(key: string, to: (stored: AttemptCount) => AttemptCount | null): boolean {
    const stored = this.store.attempts.get(key);
    const changed = stored ? to(stored) : null;
    if (changed) this.store.attempts.set(key, copyOf(changed));
    return changed !== null;
  }
}
