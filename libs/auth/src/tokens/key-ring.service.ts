import type { AuditEventType, AuditOrigin } from '@janus/audit';
import { AuditService } from '@janus/audit';
import { Clock, Problem } from '@janus/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { authProblems } from '../auth.problems.js';
import type { AuthOptions } from '../auth.options.js';
import { AUTH_OPTIONS } from '../auth.options.js';
import type { KeyState } from './key-states.js';
import { currentOf, outOfUseSince, stateOf } from './key-states.js';
import { makeSigningKey } from './make-signing-key.js';
import type { AsymmetricAlg, SigningKey } from './signing-keys.repository.js';
import { SigningKeysRepository } from './signing-keys.repository.js';

/** How often each instance reads the ring: what one has done, the others know by then. */
export const reloadEveryMs = 2_000;

// Between the publishing of a key and its first signature lies the time for which others may cache the key set, and this.
const marginMs = 2 * reloadEveryMs;
const clockSkewMs = 60_000;

export interface ListedKey {
  readonly key: SigningKey;
  readonly state: KeyState;
}

/** Makes, retires and removes signing keys. What it writes takes effect by time, on all instances alike. */
@Injectable()
export class KeyRingService {
  constructor(
    private readonly repository: SigningKeysRepository,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    @Inject(AUTH_OPTIONS) private readonly options: AuthOptions,
  ) {}

  async list(): Promise<ListedKey[]> {
    const [all, now] = [await this.repository.list(), this.clock.now()];
    return all.map((key) => ({ key, state: stateOf(key, all, now) }));
  }

  /**
   * Makes the next key of the configured algorithm, which begins to sign once every cache of the key set has run out.
   * @returns the one that is next; of several callers at once all get the same
   * @throws Problem NO_SIGNING_KEYS where tokens are signed with a shared secret
   */
  async rotate(origin: AuditOrigin): Promise<SigningKey> {
    const { alg } = this.options.tokens;
    if (alg === 'HS256') throw new Problem(authProblems.NO_SIGNING_KEYS);
    const all = await this.repository.list();
    const next = this.nextOf(alg, all);
    if (next) return next;
    const { key, isOurs } = await this.make(alg, all, this.leadMs());
    if (isOurs) await this.audit.record(keyEvent('key.rotated', key.kid), origin);
    return key;
  }

  /**
   * Sees to it that there is a key of the configured algorithm. While others have tokens verified by keys that they know, a new
   * one is published first; where there is nothing to sign with, it signs at once.
   */
  async ensure(): Promise<void> {
    const { alg, secret } = this.options.tokens;
    if (alg === 'HS256') return;
    const [all, now] = [await this.repository.list(), this.clock.now()];
    if (currentOf(alg, all, now)) return;
    const canSign = secret !== null || all.some((key) => stateOf(key, all, now) === 'current');
    if (canSign && this.nextOf(alg, all)) return;
    await this.make(alg, all, canSign ? this.leadMs() : 0);
  }

  /** Takes a key out of use that does not sign, or not yet. @throws Problem KEY_NOT_FOUND, KEY_IN_USE */
  async retire(kid: string, origin: AuditOrigin): Promise<void> {
    const all = await this.repository.list();
    const { key, state } = this.find(kid, all);
    if (state === 'current' && key.alg === this.options.tokens.alg) throw new Problem(authProblems.KEY_IN_USE);
    await this.audit.around(keyEvent('key.retired', kid), origin, () => this.repository.retire(kid, this.clock.now()));
  }

  /** Nothing that the key has signed is accepted any more, within two seconds. Another one signs at once. @throws Problem KEY_NOT_FOUND */
  async revoke(kid: string, origin: AuditOrigin): Promise<void> {
    this.find(kid, await this.repository.list());
    await this.audit.around(keyEvent('key.revoked', kid), origin, () => this.repository.revoke(kid, this.clock.now()));
    await this.ensure();
  }

  /** Deletes keys all of whose tokens have expired, whatever life they were given. @returns how many */
  async sweep(): Promise<number> {
    const [all, now] = [await this.repository.list(), this.clock.now()];
    const keepMs = this.options.tokens.longestTtlSeconds * 1000 + clockSkewMs;
    const old = all.filter((key) => {
      const since = outOfUseSince(key, all, now);
      return since !== null && now.getTime() - since.getTime() > keepMs;
    });
    for (const { kid } of old) await this.repository.remove(kid);
    return old.length;
  }

  private leadMs(): number {
    return this.options.tokens.jwksCacheSeconds * 1000 + marginMs;
  }

  private find(kid: string, all: readonly SigningKey[]): ListedKey {
    const key = all.find((one) => one.kid === kid);
    if (!key) throw new Problem(authProblems.KEY_NOT_FOUND);
    return { key, state: stateOf(key, all, this.clock.now()) };
  }

  private nextOf(alg: string, all: readonly SigningKey[]): SigningKey | null {
    return all.find((key) => key.alg === alg && stateOf(key, all, this.clock.now()) === 'next') ?? null;
  }

  /**
   * Of several callers that make the same generation at once, one stores its key and all of them use that one.
   * @param all what the caller has decided upon: a key that came since must not be followed by another
   */
  private async make(
    alg: AsymmetricAlg,
    all: readonly SigningKey[],
    leadMs: number,
  ): Promise<{ key: SigningKey; isOurs: boolean }> {
    const generation = Math.max(0, ...all.filter((key) => key.alg === alg).map((key) => key.generation)) + 1;
    const now = this.clock.now();
    const activatesAt = new Date(now.getTime() + leadMs);
    const made = await makeSigningKey(alg, generation, this.options.keyEncryptionKeys, { now, activatesAt });
    if (await this.repository.insert(made)) return { key: made, isOurs: true };
    const winner = (await this.repository.list()).find((key) => key.alg === alg && key.generation === generation);
    if (!winner) throw new Error(`another instance made the next ${alg} key, but it cannot be read`);
    return { key: winner, isOurs: false };
  }
}

/** Keys are of nobody, and only whoever has the host changes them. */
function keyEvent(type: AuditEventType, kid: string) {
  return { type, actor: null, target: null, changes: [{ field: 'kid', before: null, after: kid }] };
}
