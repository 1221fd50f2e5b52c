import type { ServiceClient } from '@janus/auth';
import { ClientsRepository } from '@janus/auth';
import { assertId, compareText } from '@janus/kernel';
import type { MemoryStore } from './memory-store.js';
import { copyOf } from './memory-store.js';

export class MemoryClients extends ClientsRepository {
  constructor(private readonly store: MemoryStore) {
    super();
  }

  async insert(client: ServiceClient): Promise<void> {
    assertId(client.id);
    if (this.store.clients.has(client.id)) throw new Error(`client ${client.id} exists`);
    this.store.clients.set(client.id, copyOf(client));
  }

  async find(id: string): Promise<ServiceClient | null> {
    assertId(id);
    const found = this.store.clients.get(id);
    return found ? copyOf(found) : null;
  }

  async list(): Promise<ServiceClient[]> {
    return [...this.store.clients.values()]
      .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || compareText(a.id, b.id))
      .map((client) => copyOf(client));
  }

  async noteUse(id: string, staleBefore: Date, now: Date): Promise<boolean> {
    return this.change(id, ({ lastUsedAt }) => lastUsedAt === null || lastUsedAt <= staleBefore, { lastUsedAt: now });
  }

  async revoke(id: string, now: Date): Promise<boolean> {
    return this.change(id, () => true, { revokedAt: now });
  }

  private change(id: string, guard: (client: ServiceClient) => boolean, fields: Partial<ServiceClient>): boolean {
    assertId(id);
    const client = this.store.clients.get(id);
    if (!client || client.revokedAt !== null || !guard(client)) return false;
    this.store.clients.set(id, copyOf({ ...client, ...fields }));
    return true;
  }
}
