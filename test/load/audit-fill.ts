import type { AuditEvent, AuditEventType } from '@janus/audit';
import { AuditTrail } from '@janus/audit';
import { openEngine } from '@janus/database';
import { SystemClock, deriveKey, derivedId } from '@janus/kernel';
import { auditOptions } from '../factories/audit.js';
import { anAuditEvent } from '../factories/records.js';

export const actorCount = 50;
const [targetCount, together, tied] = [5_000, 1_000, 3];
const stepMs = 5_000;
const types: readonly AuditEventType[] = [
  'auth.login_succeeded',
  'auth.login_succeeded',
  'auth.login_failed',
  'auth.logout',
  'user.updated',
  'user.role_changed',
  'access.refused',
];
const outcomes = { 'auth.login_failed': 'failure', 'access.refused': 'refused' } as Readonly<
  Record<string, AuditEvent['outcome']>
>;
const userAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';

/**
 * Entries number `from` to `to`, as a service with this KEY_ENCRYPTION_KEY would write them: by its own trail, in one chain. Three
 * at a time share an instant, so that pages end between them.
 * @param since the instant of entry number 0; `spanMs` further is the last one
 * @returns how many a second
 */
export async function fillAudit(url: string, key: string, from: number, to: number, since: Date): Promise<number> {
  const engine = await openEngine({ url, poolSize: 4, timeoutMs: 30_000 });
  try {
    await engine.migrations.up();
    const { auditLog, auditChains } = engine.adapters;
    const chainKeys = [deriveKey(Buffer.from(key, 'base64url'), 'audit-chain')];
    const trail = new AuditTrail(auditLog, auditChains, new SystemClock(), { ...auditOptions, chainKeys });
    const startedAt = performance.now();
    for (let n = from; n < to; n += together) {
      const numbers = Array.from({ length: Math.min(together, to - n) }, (_, index) => n + index);
      await Promise.all(numbers.map((number) => trail.append(entryOf(number, since))));
    }
    const seconds = (performance.now() - startedAt) / 1000;
    await trail.onModuleDestroy();
    return (to - from) / seconds;
  } finally {
    await engine.close();
  }
}

/** How much later than the first entry this one is. */
export function spanMs(number: number): number {
  return Math.floor(number / tied) * stepMs;
}

/** The actor whom each fiftieth entry has. */
export function actorOf(number: number): string {
  return derivedId(new Date(0), `actor ${number % actorCount}`);
}

function entryOf(number: number, since: Date): AuditEvent {
  const at = new Date(since.getTime() + spanMs(number));
  const type = types[number % types.length] ?? 'auth.logout';
  const changes = [{ field: 'role', before: 'user', after: 'moderator' }];
  return anAuditEvent({
    id: derivedId(at, `entry ${number}`),
    at,
    type,
    outcome: outcomes[type] ?? 'success',
    actor: { id: actorOf(number), role: 'admin' },
    target: { id: derivedId(new Date(0), `target ${number % targetCount}`) },
    requestId: derivedId(at, `request ${number}`),
    ip: `192.0.2.${number % 256}`,
    userAgent,
    changes: type === 'user.role_changed' ? changes : [],
  });
}
