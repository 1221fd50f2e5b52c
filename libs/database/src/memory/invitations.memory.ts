import { assertId } from '@janus/kernel';
import type { Invitation } from '@janus/users';
import { InvitationsRepository } from '@janus/users';
import type { MemoryStore } from './memory-store.js';
import { copyOf, sweepMap } from './memory-store.js';

export class MemoryInvitations extends InvitationsRepository {
  constructor(private readonly store: MemoryStore) {
    super();
  }

  async put(invitation: Invitation): Promise<void> {
    assertId(invitation.userId);
    this.store.requireUser(invitation.userId);
    this.store.invitations.set(invitation.userId, copyOf(invitation));
  }

  async findByDigest(tokenDigest: string): Promise<Invitation | null> {
    const found = [...this.store.invitations.values()].find((invitation) => invitation.tokenDigest === tokenDigest);
    return found ? copyOf(found) : null;
  }

  async remove(userId: string, tokenDigest: string): Promise<boolean> {
    assertId(userId);
    return this.store.invitations.get(userId)?.tokenDigest === tokenDigest && this.store.invitations.delete(userId);
  }

  async sweep(before: Date, limit: number): Promise<number> {
    return sweepMap(this.store.invitations, before, limit);
  }
}
