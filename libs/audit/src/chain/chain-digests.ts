import { equalSecrets, hmac } from '@janus/kernel';
import type { AuditEvent } from '../audit-event.js';
import type { AuditEntry } from '../audit-log.repository.js';
import type { AuditChain } from './audit-chains.repository.js';

/** An event and its place, not yet digested. */
export type PlacedEvent = Omit<AuditEntry, 'hash'>;

/** The digest that ties an entry to the one before it. @param previous its hash; '' for the first of a chain */
export function entryHash(key: Buffer, previous: string, { chainId, seq, event }: PlacedEvent): string {
  return digest(key, ['entry', previous, chainId, seq, ...fieldsOf(event)]);
}

/** What vouches for the end of a chain. */
export function headMac(key: Buffer, chain: Omit<AuditChain, 'headMac' | 'prunedSeq' | 'prunedHash' | 'prunedMac'>) {
  const { id, ordinal, startedAt, seq, hash } = chain;
  return digest(key, ['head', id, ordinal, startedAt.toISOString(), seq, hash]);
}

/** What vouches for a removed beginning. */
export function prunedMac(key: Buffer, id: string, prunedSeq: number, prunedHash: string): string {
  return digest(key, ['pruned', id, prunedSeq, prunedHash]);
}

/** The key with which the digest was made; null if it is that of none. */
export function keyOf(keys: readonly Buffer[], digestOf: (key: Buffer) => string, found: string): Buffer | null {
  return keys.find((key) => equalSecrets(digestOf(key), found)) ?? null;
}

function fieldsOf(event: AuditEvent): unknown[] {
  const { id, at, type, outcome, actor, target, reason, requestId, ip, userAgent, changes } = event;
  const changed = changes.map(({ field, before, after }) => [field, before, after]);
  return [
    id,
    at.toISOString(),
    type,
    outcome,
    actor?.id ?? null,
    actor?.role ?? null,
    target?.id ?? null,
    reason,
    requestId,
    ip,
    userAgent,
    changed,
  ];
}

// An array, whose order is fixed: the same event has one text.
function digest(key: Buffer, parts: readonly unknown[]): string {
  return hmac(key, JSON.stringify(parts)).toString('base64url');
}
