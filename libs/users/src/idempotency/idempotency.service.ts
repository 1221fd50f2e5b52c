import { Clock, Problem, digestOf, hmac } from '@janus/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { UsersOptions } from '../users.options.js';
import { USERS_OPTIONS } from '../users.options.js';
import { usersProblems } from '../users.problems.js';
import type { KeptAnswer } from './idempotency.repository.js';
import { IdempotencyRepository } from './idempotency.repository.js';

export interface KeyedRequest {
  readonly route: string;
  /** User id, or the client's address for who has none. */
  readonly caller: string;
  readonly key: string;
  readonly body: unknown;
}

/** Either the answer that was kept, or the right and duty to give one. */
export type KeyOutcome =
  | { readonly replay: KeptAnswer }
  | { readonly complete: (answer: KeptAnswer) => Promise<void>; readonly release: () => Promise<void> };

const ttlMs = 24 * 3600 * 1000;
// No request runs so long: a claim without an answer after this time belongs to a process that died.
const staleAfterMs = 60 * 1000;

/** Remembers answers by `Idempotency-Key`, so that a repeated creation creates once. */
@Injectable()
export class IdempotencyService {
  constructor(
    private readonly repository: IdempotencyRepository,
    private readonly clock: Clock,
    @Inject(USERS_OPTIONS) private readonly options: UsersOptions,
  ) {}

  /** @throws Problem IDEMPOTENCY_MISMATCH, IDEMPOTENCY_IN_PROGRESS */
  async begin({ route, caller, key, body }: KeyedRequest): Promise<KeyOutcome> {
    const id = digestOf(JSON.stringify([route, caller, key]));
    // Keyed: the body may hold a password, and a plain digest of it could be guessed at leisure.
    const requestDigest = hmac(this.options.idempotencyKey, canonical(body)).toString('base64url');
    const claimedAt = this.clock.now();
    const expiresAt = new Date(claimedAt.getTime() + ttlMs);
    const staleBefore = new Date(claimedAt.getTime() - staleAfterMs);
    const holder = await this.repository.claim({ id, requestDigest, claimedAt, expiresAt }, staleBefore);
    if (!holder) {
      return {
        complete: async (answer) => void (await this.repository.complete(id, claimedAt, answer)),
        release: async () => void (await this.repository.release(id, claimedAt)),
      };
    }
    if (holder.requestDigest !== requestDigest) throw new Problem(usersProblems.IDEMPOTENCY_MISMATCH);
    if (holder.answer) return { replay: holder.answer };
    throw new Problem(usersProblems.IDEMPOTENCY_IN_PROGRESS, { headers: { 'Retry-After': '1' } });
  }
}

/** JSON with sorted members: the same body whatever order the client writes it in. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
