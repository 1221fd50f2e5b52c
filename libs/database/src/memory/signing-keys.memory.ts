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

  async retire(kid: string, now: Date): Promise<boolean> {
    return this.mark(kid, ({ retiredAt, revokedAt }) => retiredAt === null && revokedAt === null, { retiredAt: now });
  }

  async revoke(kid: string, now: Date): Promise<boolean> {
    return this.mark(kid, ({ revokedAt }) => revokedAt === null, { revokedAt: now });
  }

  async remove(kid: string): Promise<boolean> {
    return this.store.signingKeys.delete(kid);
  }

  async list(): Promise<SigningKey[]> {
    return [...this.store.signingKeys.values()]
      .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || compareText(a.kid, b.kid))
      .map((key) => copyOf(key));
  }

  private mark(kid: string, guard: (key: SigningKey) => boolean, fields: Partial<SigningKey>): boolean {
    const key = this.store.signingKeys.get(kid);
    if (!key || !guard(key)) return false;
    this.store.signingKeys.set(kid, copyOf({ ...key, ...fields }));
    return true;
  }
}
