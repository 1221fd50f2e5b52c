import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import type { AuthOptions, HashingOptions } from '../auth.options.js';
import { AUTH_OPTIONS } from '../auth.options.js';
import type { HashWork } from './hash-jobs.js';
import { workInProcess } from './hash-jobs.js';
import { HashingProcess } from './hashing-process.js';
import { usableScheme } from './schemes/find-scheme.js';
import { Slots } from './slots.js';

/** Hashes and verifies passwords, so many at a time (RFC 9106; OWASP ASVS 11.4.2). */
@Injectable()
export class PasswordHasher implements OnModuleInit, OnApplicationShutdown {
  private readonly slots: Slots;
  private readonly work: HashWork;
  private readonly options: HashingOptions;
  private dummy: string;

  constructor(@Inject(AUTH_OPTIONS) { hashing }: AuthOptions) {
    this.options = hashing;
    // The hashing process has its next jobs beside it, so that between two it does not wait until this one comes round to it.
    const ahead = hashing.isIsolated ? Math.min(hashing.slots, hashing.queue) : 0;
    this.slots = new Slots(hashing.slots + ahead, hashing.queue - ahead, hashing.maxWaitMs);
    this.work = hashing.isIsolated ? new HashingProcess({ threads: hashing.slots }) : workInProcess;
  }

  /** The dummy is made before the first request, or the first unknown account would take twice the time. */
  async onModuleInit(): Promise<void> {
    this.work.start();
    this.dummy = await this.hash('no account has this password');
  }

  /** After the last request has been answered: those under way still need their hashes. */
  onApplicationShutdown(): void {
    this.work.stop();
  }

  /** @returns a PHC string. @throws Problem OVERLOADED */
  async hash(password: string): Promise<string> {
    const { memoryKib, iterations, parallelism } = this.options;
    const parameters = { memoryKib, iterations, parallelism };
    return (await this.slots.run(() => this.work.run({ kind: 'hash', password, parameters }))) as string;
  }

  /** @throws Problem OVERLOADED if no hash would be begun now, whosever it is */
  assertRoom(): void {
    this.slots.assertRoom();
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
    const usable = hash !== null && usableScheme(hash) ? hash : null;
    const matches = await this.slots.run(() => this.work.run({ kind: 'verify', hash: usable ?? this.dummy, password }));
    return usable !== null && matches === true;
  }
}
