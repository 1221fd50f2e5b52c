import type { Role } from '@janus/access';
import { Clock, deriveKey, hmac, newId } from '@janus/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { AuthOptions } from '../auth.options.js';
import { AUTH_OPTIONS } from '../auth.options.js';
import type { Origin } from '../sessions/token-grant.js';
import { AttemptsRepository } from './attempts.repository.js';
import { delayAfter } from './guess-delay.js';
import { KnownOrigins, placeOf } from './known-origins.service.js';

/** Whose secret is guessed. */
export interface GuessTarget {
  /** Normalised. */
  readonly email: string;
  /** Null if nobody has the address: the same work is done all the same. */
  readonly user: { readonly id: string; readonly role: Role } | null;
}

/** An attempt that has been counted and may be looked at. */
export interface Attempt {
  readonly key: string;
  readonly failures: number;
  /** Whether the user has signed in from there lately. */
  readonly isKnownDevice: boolean;
}

const forgottenAfterMs = 24 * 3600 * 1000;
// Each look loses only to another attempt that was counted, and five of those lock the account.
const looks = 64;

/**
 * Limits how often a secret can be guessed. Each attempt is counted before it is looked at, so parallel ones cannot walk past. A
 * device that the user has signed in from before has a count of its own: who guesses elsewhere does not lock the owner out.
 */
@Injectable()
export class GuessLimitService {
  private readonly hashKey: Buffer;

  constructor(
    private readonly attempts: AttemptsRepository,
    private readonly origins: KnownOrigins,
    private readonly clock: Clock,
    @Inject(AUTH_OPTIONS) { keyEncryptionKeys: [key] }: AuthOptions,
  ) {
    if (!key) throw new Error('no key to name attempts with');
    this.hashKey = deriveKey(key, 'attempt-names');
  }

  /** Counts an attempt. @returns null if it must not be looked at: too many came before it */
  async admit(target: GuessTarget, origin: Origin): Promise<Attempt | null> {
    const account = this.accountOf(target.email);
    const isKnownDevice = await this.isKnownDevice(target, origin);
    const key = isKnownDevice ? this.nameOf(target.email, placeOf(origin)) : account;
    for (let look = 0; look < looks; look += 1) {
      const stored = await this.attempts.find(key);
      const now = this.clock.now();
      const expiresAt = new Date(now.getTime() + forgottenAfterMs);
      if (stored?.lockedUntil && stored.lockedUntil > now) {
        // A write like that of counting, so that time does not tell a locked account from a wrong password.
        await this.attempts.extend(key, expiresAt);
        return null;
      }
      const failures = (stored && stored.expiresAt > now ? stored.failures : 0) + 1;
      const delay = delayAfter(failures, target.user?.role === 'super_admin');
      const lockedUntil = delay === 0 ? null : new Date(now.getTime() + delay);
      const next = { key, account, failures, lockedUntil, expiresAt };
      if (await this.attempts.count(next, stored?.failures ?? null, now)) return { key, failures, isKnownDevice };
    }
    return null;
  }

  /** The attempt was right: its count is forgotten. */
  async forgive({ key }: Attempt): Promise<void> {
    await this.attempts.clear(key);
  }

  /** The attempt was never looked at, for want of capacity: nobody is locked out by our being busy. */
  async giveBack({ key, failures }: Attempt): Promise<void> {
    await this.attempts.giveBack(key, failures);
  }

  /** Lifts every lock of the account. @returns how many counts of failed attempts there were */
  unlock(email: string): Promise<number> {
    return this.attempts.clearAccount(this.accountOf(email));
  }

  /** For an address that nobody has, the sessions of nobody are read. */
  private isKnownDevice({ user }: GuessTarget, origin: Origin): Promise<boolean> {
    return this.origins.has(user?.id ?? newId(this.clock.now()), origin);
  }

  private accountOf(email: string): string {
    return this.nameOf(email, '');
  }

  /** Names what is counted without saying whose it is: most addresses that are guessed belong to nobody here. */
  private nameOf(email: string, place: string): string {
    return hmac(this.hashKey, `${email}\n${place}`).toString('base64url');
  }
}
