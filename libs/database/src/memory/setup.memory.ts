import type { SetupState } from '@janus/auth';
import { SetupRepository } from '@janus/auth';
import { assertId } from '@janus/kernel';
import type { MemoryStore } from './memory-store.js';
import { copyOf } from './memory-store.js';

export class MemorySetup extends SetupRepository {
  constructor(private readonly store: MemoryStore) {
    super();
  }

  async read(): Promise<SetupState> {
    return copyOf(this.store.setup);
  }

  async putToken(tokenDigest: string, expiresAt: Date): Promise<void> {
    this.store.setup = copyOf({ ...this.store.setup, tokenDigest, tokenExpiresAt: expiresAt });
  }

  async claim(userId: string, now: Date): Promise<boolean> {
    assertId(userId);
    if (this.store.setup.claimedBy !== null) return false;
    this.store.setup = copyOf({ ...this.store.setup, claimedBy: userId, claimedAt: now });
    return true;
  }
}
