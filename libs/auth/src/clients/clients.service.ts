import type { AuditEventType, AuditOrigin } from '@janus/audit';
import { AuditService } from '@janus/audit';
import { Clock, Problem, digestOf, isId, newId, newSecret } from '@janus/kernel';
import { Injectable } from '@nestjs/common';
import { authProblems } from '../auth.problems.js';
import { ClientsRepository } from './clients.repository.js';
import type { ServiceClient } from './service-client.js';

/** A new client with its secret, which nobody can read again. */
export interface CreatedClient {
  readonly client: ServiceClient;
  readonly secret: string;
}

const secretBytes = 32;

/** Gives out the credentials of services, and takes them back. */
@Injectable()
export class ClientsService {
  constructor(
    private readonly clients: ClientsRepository,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** @param name normalised by `normalizeClientName` */
  async create(name: string, origin: AuditOrigin): Promise<CreatedClient> {
    const [now, secret] = [this.clock.now(), newSecret(secretBytes)];
    const client: ServiceClient = {
      id: newId(now),
      name,
      secretDigest: digestOf(secret),
      createdAt: now,
      lastUsedAt: null,
      revokedAt: null,
    };
    await this.audit.around(clientEvent('client.created', client.id), origin, async () => {
      await this.clients.insert(client);
      return true;
    });
    return { client, secret };
  }

  /** Every client, revoked ones too, the oldest first. */
  list(): Promise<ServiceClient[]> {
    return this.clients.list();
  }

  /** The credential is refused from the next request on. Doing it again changes nothing. @throws Problem CLIENT_NOT_FOUND */
  async revoke(id: string, origin: AuditOrigin): Promise<void> {
    const client = isId(id) ? await this.clients.find(id) : null;
    if (!client) throw new Problem(authProblems.CLIENT_NOT_FOUND);
    await this.audit.around(clientEvent('client.revoked', id), origin, () => this.clients.revoke(id, this.clock.now()));
  }
}

/** Clients are no users, and only whoever has the host gives them out. */
function clientEvent(type: AuditEventType, id: string) {
  return { type, actor: null, target: null, changes: [{ field: 'clientId', before: null, after: id }] };
}
