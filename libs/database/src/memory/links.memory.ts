import type { LinkPurpose, OneTimeLink } from '@janus/auth';
import { LinksRepository } from '@janus/auth';
import { assertId } from '@janus/kernel';
import { linkKey } from '../link-key.js';
import type { MemoryStore } from './memory-store.js';
import { copyOf, sweepMap } from './memory-store.js';

export class MemoryLinks extends LinksRepository {
  constructor(private readonly store: MemoryStore) {
    super();
  }

  async put(link: OneTimeLink): Promise<void> {
    this.store.requireUser(link.userId);
    this.store.links.set(linkKey(link.userId, link.slot), copyOf(link));
  }

  async findByDigest(tokenDigest: string): Promise<OneTimeLink | null> {
    const found = [...this.store.links.values()].find((link) => link.tokenDigest === tokenDigest);
    return found ? copyOf(found) : null;
  }

  async remove(userId: string, slot: string, tokenDigest: string): Promise<boolean> {
    const key = linkKey(userId, slot);
    return this.store.links.get(key)?.tokenDigest === tokenDigest && this.store.links.delete(key);
  }

  async removeSince(userId: string, purpose: LinkPurpose, since: Date): Promise<number> {
    assertId(userId);
    const voided = [...this.store.links].filter(
      ([, link]) => link.userId === userId && link.purpose === purpose && link.createdAt >= since,
    );
    for (const [key] of voided) this.store.links.delete(key);
    return voided.length;
  }

  async sweep(before: Date, limit: number): Promise<number> {
    return sweepMap(this.store.links, before, limit);
  }
}
