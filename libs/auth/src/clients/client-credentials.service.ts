import type { ServiceCaller } from '@janus/access';
import { ServiceClientVerifier } from '@janus/access';
import { Clock, digestOf, equalSecrets, isId } from '@janus/kernel';
import { Injectable } from '@nestjs/common';
import { ClientsRepository } from './clients.repository.js';

const noteUseEveryMs = 3600 * 1000;

/** Checks service credentials against the database at every request, so that a revoked one is refused at once. */
@Injectable()
export class ClientCredentialsService extends ServiceClientVerifier {
  constructor(
    private readonly clients: ClientsRepository,
    private readonly clock: Clock,
  ) {
    super();
  }

  async verify(id: string, secret: string): Promise<ServiceCaller | null> {
    const client = isId(id) ? await this.clients.find(id) : null;
    if (!client || client.revokedAt !== null || !equalSecrets(digestOf(secret), client.secretDigest)) return null;
    const now = this.clock.now();
    const staleBefore = new Date(now.getTime() - noteUseEveryMs);
    const isNoted = client.lastUsedAt !== null && client.lastUsedAt > staleBefore;
    // Not noted may mean that another request has noted it, and that changes nothing for this one.
    if (!isNoted) await this.clients.noteUse(client.id, staleBefore, now);
    return { id: client.id, name: client.name };
  }
}
