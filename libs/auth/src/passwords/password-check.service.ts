import type { Role } from '@janus/access';
import { isProblem, kernelProblems } from '@janus/kernel';
import { Injectable } from '@nestjs/common';
import type { Attempt } from '../guessing/guess-limit.service.js';
import { GuessLimitService } from '../guessing/guess-limit.service.js';
import type { Origin } from '../sessions/token-grant.js';
import { CredentialsRepository } from './credentials.repository.js';
import { PasswordHasher } from './password-hasher.js';

/** Whose password is checked. */
export interface PasswordOwner {
  /** Normalised. */
  readonly email: string;
  /** Null if nobody has the address. */
  readonly user: { readonly id: string; readonly role: Role } | null;
  /** Null for who has no password or may not use it: the same work is done, and the answer is no. */
  readonly passwordHash: string | null;
}

/** `locked`: not looked at, whatever was sent. */
export type PasswordOutcome = 'right' | 'wrong' | 'locked';

export interface PasswordCheck {
  readonly outcome: PasswordOutcome;
  /** Whether the user has signed in from there lately; not told of one who is locked. */
  readonly isKnownDevice: boolean;
}

/** Checks passwords: counted, limited, and after the same work whatever the outcome. */
@Injectable()
export class PasswordCheckService {
  constructor(
    private readonly guesses: GuessLimitService,
    private readonly hasher: PasswordHasher,
    private readonly credentials: CredentialsRepository,
  ) {}

  /** @throws Problem OVERLOADED */
  async check(owner: PasswordOwner, password: string, origin: Origin): Promise<PasswordCheck> {
    // What is shed must cost little: counted first and given back later, a flood would slow down those who are let in.
    this.hasher.assertRoom();
    const attempt = await this.guesses.admit(owner, origin);
    const isMatch = await this.compare(attempt, owner, password);
    if (!attempt) return { outcome: 'locked', isKnownDevice: false };
    const { isKnownDevice } = attempt;
    if (!isMatch) return { outcome: 'wrong', isKnownDevice };
    await this.guesses.forgive(attempt);
    await this.upgrade(owner, password);
    return { outcome: 'right', isKnownDevice };
  }

  private async compare(attempt: Attempt | null, owner: PasswordOwner, password: string): Promise<boolean> {
    try {
      return await this.hasher.verify(attempt && owner.passwordHash, password);
    } catch (error) {
      if (attempt) await this.guesses.giveBack(attempt);
      throw error;
    }
  }

  /** Puts a hash of today's strength in place of an older one. */
  private async upgrade({ user, passwordHash }: PasswordOwner, password: string): Promise<void> {
    if (!user || passwordHash === null || !this.hasher.isOutdated(passwordHash)) return;
    try {
      await this.credentials.replaceHash(user.id, passwordHash, await this.hasher.hash(password));
    } catch (error) {
      // Too busy now: the next sign-in will do.
      if (!isProblem(error, kernelProblems.OVERLOADED)) throw error;
    }
  }
}
