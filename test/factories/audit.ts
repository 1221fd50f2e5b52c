import type { AuditOptions } from '@janus/audit';
import { AuditService, AuditTrail } from '@janus/audit';
import type { Adapters } from '@janus/database';
import type { Clock } from '@janus/kernel';

const key = Buffer.alloc(32, 7);

export const auditOptions: AuditOptions = {
  chainKeys: [key],
  cursorKey: key,
  publicUrl: () => 'http://id.test',
  retentionDays: 30,
};

/** Where the requests of the tests come from. */
export const origin = { requestId: 'request-1', ip: '192.0.2.1', userAgent: 'test' };

/** The audit log of one more process on the same engine. */
export function auditOn({ auditLog, auditChains, auditIntents }: Adapters, clock: Clock): AuditService {
  return new AuditService(new AuditTrail(auditLog, auditChains, clock, auditOptions), auditIntents, clock);
}
