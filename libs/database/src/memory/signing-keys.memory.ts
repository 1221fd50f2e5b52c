import type { SigningKey } from '@janus/auth';
import { SigningKeysRepository } from '@janus/auth';
import { compareText } from '@janus/kernel';
import type { MemoryStore } from './memory-store.js';
import { copyOf } from './memory-store.js';

export class MemorySigningKeys extends SigningKeysRepository {
  constructor(private readonly store: MemoryStore) {
    super();
  }

  async insert(key: SigningKey): Promise<boolean> {
    const { kid, alg, generation } = key;
    const keys = [...this.store.signingKeys.values()];
    if (keys.some((one) => one.kid === kid || (one.alg === alg && one.generation === generation))) return false;
    this.store.signingKeys.set(kid, copyOf(key));
    return true;
  }

  async list(): Promise<SigningKey[]> {
    return [...this.store.signingKeys.values()]
      .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || compareText(a.kid, b.kid))
      .map((key) => copyOf(key));
  }
}
