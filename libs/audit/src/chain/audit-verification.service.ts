import { equalSecrets } from '@janus/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { AuditEntry } from '../audit-log.repository.js';
import { AuditLogRepository } from '../audit-log.repository.js';
import type { AuditOptions } from '../audit.options.js';
import { AUDIT_OPTIONS } from '../audit.options.js';
import type { AuditChain } from './audit-chains.repository.js';
import { AuditChainsRepository } from './audit-chains.repository.js';
import { entryHash, headMac, keyOf, prunedMac } from './chain-digests.js';

export interface AuditVerification {
  readonly chains: number;
  readonly entries: number;
  /** What is wrong, in words; empty if nothing is. */
  readonly findings: readonly string[];
}

const pageSize = 500;

/** Finds entries that were removed, added or altered by anybody but the service. May run while the service does. */
@Injectable()
export class AuditVerificationService {
  constructor(
    private readonly log: AuditLogRepository,
    private readonly chains: AuditChainsRepository,
    @Inject(AUDIT_OPTIONS) private readonly options: AuditOptions,
  ) {}

  async verify(): Promise<AuditVerification> {
    // In this order: a chain that begins meanwhile is then known by its entries only if it is known by its name.
    const ids = await this.log.chainIds();
    const all = await this.chains.list();
    const findings = [...gaps(all), ...strangers(ids, all)];
    let entries = 0;
    for (const chain of all) {
      const walk = await this.walk(chain);
      entries += walk.entries;
      findings.push(...walk.findings.map((finding) => `chain ${chain.ordinal}: ${finding}`));
    }
    return { chains: all.length, entries, findings };
  }

  private async walk(chain: AuditChain): Promise<{ entries: number; findings: string[] }> {
    const { chainKeys } = this.options;
    const key = keyOf(chainKeys, (one) => headMac(one, chain), chain.headMac);
    if (!key) return { entries: 0, findings: ['its record was altered, or made with another KEY_ENCRYPTION_KEY'] };
    const { prunedSeq, prunedHash } = chain;
    if (!equalSecrets(prunedMac(key, chain.id, prunedSeq, prunedHash), chain.prunedMac))
      return { entries: 0, findings: ['what it says of removed entries was altered'] };
    const findings: string[] = [];
    let [seq, hash, entries] = [prunedSeq, prunedHash, 0];
    for (let page = await this.read(chain, seq); page.length > 0; page = await this.read(chain, seq)) {
      for (const entry of page) {
        findings.push(...judge(key, seq, hash, entry));
        ({ seq, hash } = entry);
      }
      entries += page.length;
    }
    if (seq < chain.seq) findings.push(missing(seq + 1, chain.seq));
    // What is old is removed while we look: then the chain's own record has moved, and it is looked at again.
    const now = findings.length > 0 ? await this.chains.find(chain.id) : null;
    return now && now.prunedSeq > prunedSeq ? this.walk(now) : { entries, findings };
  }

  private read({ id }: AuditChain, afterSeq: number): Promise<AuditEntry[]> {
    return this.log.readChain(id, afterSeq, pageSize);
  }
}

function judge(key: Buffer, lastSeq: number, lastHash: string, entry: AuditEntry): string[] {
  // Behind a gap nothing is known of the hash before it: the gap itself is the finding.
  if (entry.seq !== lastSeq + 1) return [missing(lastSeq + 1, entry.seq - 1)];
  const { id } = entry.event;
  return equalSecrets(entryHash(key, lastHash, entry), entry.hash) ? [] : [`entry ${entry.seq} (${id}) was altered`];
}

function missing(from: number, to: number): string {
  return from === to ? `entry ${from} is missing` : `entries ${from} to ${to} are missing`;
}

function gaps(all: readonly AuditChain[]): string[] {
  return all.flatMap(({ ordinal }, index) => {
    const expected = index === 0 ? 1 : (all[index - 1]?.ordinal ?? 0) + 1;
    return Array.from({ length: ordinal - expected }, (_, n) => `chain ${expected + n} is missing`);
  });
}

function strangers(ids: readonly string[], all: readonly AuditChain[]): string[] {
  const known = new Set(all.map(({ id }) => id));
  return ids.filter((id) => !known.has(id)).map((id) => `there are entries of a chain ${id} that has no record`);
}
