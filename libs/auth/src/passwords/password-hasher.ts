import type { OnModuleInit } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import argon2 from 'argon2';
import type { AuthOptions, HashingOptions } from '../auth.options.js';
import { AUTH_OPTIONS } from '../auth.options.js';
import { normalizePassword } from './password-policy.js';
import { Slots } from './slots.js';

// m=…,t=…,p=… of a stored hash: one that claims 4 GiB would keep a slot busy for half a minute.
const bounds = /^\$argon2id\$v=19\$m=(\d{1,6}),t=(\d{1,2}),p=(\d)\$/;
const maxMemoryKib = 262_144;
const maxIterations = 10;
const maxParallelism = 8;

/** argon2id behind a semaphore (RFC 9106; OWASP ASVS 11.4.2). */
@Injectable()
export class PasswordHasher implements OnModuleInit {
  private readonly slots: Slots;
  private readonly options: HashingOptions;
  private dummy: string;

  constructor(@Inject(AUTH_OPTIONS) { hashing }: AuthOptions) {
    this.options = hashing;
    this.slots = new Slots(hashing.slots, hashing.queue, hashing.maxWaitMs);
  }

  /** Made before the first request, or the first unknown account would take twice the time. */
  async onModuleInit(): Promise<void> {
    this.dummy = await this.hash('no account has this password');
  }

  /** @returns a PHC string. @throws Problem OVERLOADED */
  hash(password: string): Promise<string> {
    const { memoryKib, iterations, parallelism } = this.options;
    const parameters = { type: argon2.argon2id, memoryCost: memoryKib, timeCost: iterations, parallelism };
    return this.slots.run(() => argon2.hash(normalizePassword(password), parameters));
  }

  /** Whether the hash is to be replaced at the next sign-in: it is of another kind, or of other parameters than are set now. */
  isOutdated(hash: string): boolean {
    const { memoryKib, iterations, parallelism } = this.options;
    return !hash.startsWith(`$argon2id$v=19$m=${memoryKib},t=${iterations},p=${parallelism}$`);
  }

  /**
   * Whether the password belongs to the hash. Without a usable hash the same work is done against a dummy and the answer is no,
   * so that time does not tell who has an account.
   * @throws Problem OVERLOADED
   */
  async verify(hash: string | null, password: string): Promise<boolean> {
    const usable = hash !== null && isWithinBounds(hash) ? hash : null;
    const compared = usable ?? this.dummy;
    const matches = await this.slots.run(() => argon2.verify(compared, normalizePassword(password)).catch(() => false));
    return usable !== null && matches;
  }
}

function isWithinBounds(hash: string): boolean {
  const found = bounds.exec(hash);
  if (!found) return false;
  const [memory, iterations, parallelism] = found.slice(1).map(Number) as [number, number, number];
  return memory <= maxMemoryKib && iterations <= maxIterations && parallelism <= maxParallelism;
}
