import type { Engine } from '../adapters.js';
import { MemoryAttempts } from './attempts.memory.js';
import { MemoryAuditChains } from './audit-chains.memory.js';
import { MemoryAuditIntents } from './audit-intents.memory.js';
import { MemoryAuditLog } from './audit-log.memory.js';
import { MemoryClients } from './clients.memory.js';
import { MemoryCredentials } from './credentials.memory.js';
import { MemoryIdempotency } from './idempotency.memory.js';
import { MemoryInvitations } from './invitations.memory.js';
import { MemoryStore } from './memory-store.js';
import { MemoryOutboxReader } from './outbox-reader.memory.js';
import { MemoryLinks } from './links.memory.js';
import { MemoryOutbox } from './outbox.memory.js';
import { MemoryCallers, MemorySessions } from './sessions.memory.js';
import { MemorySetup } from './setup.memory.js';
import { MemorySigningKeys } from './signing-keys.memory.js';
import { MemorySuperAdminCount } from './super-admin-count.memory.js';
import { MemoryUserTransfer } from './user-transfer.memory.js';
import { MemoryUsers } from './users.memory.js';

/** An engine whose records live as long as it does. No method awaits between check and write: each transition is atomic. */
export async function openMemory(): Promise<Engine> {
  const store = new MemoryStore();
  const sessions = new MemorySessions(store);
  return {
    name: 'memory',
    adapters: {
      callerReader: new MemoryCallers(sessions),
      users: new MemoryUsers(store),
      attempts: new MemoryAttempts(store),
      credentials: new MemoryCredentials(store),
      userTransfer: new MemoryUserTransfer(store),
      sessions,
      invitations: new MemoryInvitations(store),
      idempotency: new MemoryIdempotency(store),
      superAdminCount: new MemorySuperAdminCount(store),
      signingKeys: new MemorySigningKeys(store),
      clients: new MemoryClients(store),
      setup: new MemorySetup(store),
      links: new MemoryLinks(store),
      auditLog: new MemoryAuditLog(store),
      auditChains: new MemoryAuditChains(store),
      auditIntents: new MemoryAuditIntents(store),
      outbox: new MemoryOutbox(store),
      outboxReader: new MemoryOutboxReader(store),
    },
    migrations: { status: async () => ({ applied: [], pending: [] }), up: async () => [] },
    ping: async () => {},
    close: async () => {},
  };
}
