import { Clock, deriveKey, hmac } from '@janus/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { AuthOptions } from '../auth.options.js';
import { AUTH_OPTIONS } from '../auth.options.js';
import { AttemptsRepository } from './attempts.repository.js';

// Each look loses only to another request that was counted.
const looks = 64;

/** Limits how many mails anybody can have sent to one address. Counted for addresses that nobody has, too, after the same work. */
@Injectable()
export class MailLimitService {
  private readonly hashKey: Buffer;

  constructor(
    private readonly attempts: AttemptsRepository,
    private readonly clock: Clock,
    @Inject(AUTH_OPTIONS) private readonly options: AuthOptions,
  ) {
    const [key] = options.keyEncryptionKeys;
    if (!key) throw new Error('no key to name mails with');
    this.hashKey = deriveKey(key, 'mail-limit-names');
  }

  /** Counts a mail. @param email normalised. @returns whether it may be sent */
  async admit(email: string): Promise<boolean> {
    const { mailLimit } = this.options;
    if (mailLimit === null) return true;
    const key = hmac(this.hashKey, email).toString('base64url');
    for (let look = 0; look < looks; look += 1) {
      const stored = await this.attempts.find(key);
      const now = this.clock.now();
      const isOver = stored === null || stored.expiresAt <= now;
      const expiresAt = isOver ? new Date(now.getTime() + mailLimit.seconds * 1000) : stored.expiresAt;
      if (!isOver && stored.failures >= mailLimit.count) {
        // A write like that of counting.
        await this.attempts.extend(key, expiresAt);
        return false;
      }
      const next = { key, account: key, failures: isOver ? 1 : stored.failures + 1, lockedUntil: null, expiresAt };
      if (await this.attempts.count(next, stored?.failures ?? null, now)) return true;
    }
    return false;
  }
}
