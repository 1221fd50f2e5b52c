import type { AuditOrigin } from '@janus/audit';
import { Clock, Problem, digestOf, equalSecrets, isProblem, kernelProblems, newId, newSecret } from '@janus/kernel';
import type { User } from '@janus/users';
import { UserCreationService, UsersRepository, actingSuperAdmins } from '@janus/users';
import { Inject, Injectable } from '@nestjs/common';
import type { AuthOptions } from '../auth.options.js';
import { AUTH_OPTIONS } from '../auth.options.js';
import { authProblems } from '../auth.problems.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import type { SetupState } from './setup.repository.js';
import { SetupRepository } from './setup.repository.js';

export interface FirstAdminRequest {
  /** Normalised. */
  readonly email: string;
  /** Follows the password policy. */
  readonly password: string;
  readonly displayName: string | null;
}

const tokenBytes = 32;
const tokenTtlMs = 30 * 60 * 1000;

/** The first super admin: by the one-time setup token, or by whoever has the host. Closed for good afterwards. */
@Injectable()
export class SetupService {
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly setup: SetupRepository,
    private readonly users: UsersRepository,
    private readonly creation: UserCreationService,
    private readonly hasher: PasswordHasher,
    private readonly clock: Clock,
    @Inject(AUTH_OPTIONS) private readonly options: AuthOptions,
  ) {}

  /** Puts a new setup token in force, for 30 minutes. @returns the token, which is stored nowhere; null once setup is closed */
  async openToken(): Promise<string | null> {
    if (await this.isClosed(await this.setup.read())) return null;
    const token = newSecret(tokenBytes);
    await this.setup.putToken(digestOf(token), new Date(this.clock.now().getTime() + tokenTtlMs));
    return token;
  }

  /** @throws Problem SETUP_CLOSED, INVALID_SETUP_TOKEN, EMAIL_TAKEN */
  async createWithToken(token: string, request: FirstAdminRequest, origin: AuditOrigin): Promise<User> {
    const state = await this.setup.read();
    if (await this.isClosed(state)) return this.refuse();
    if (!this.isInForce(token, state)) throw new Problem(authProblems.INVALID_SETUP_TOKEN);
    return this.inTurn(() => this.create(request, origin));
  }

  /**
   * For the command line, whose user owns the host. The first claim names an id for good, and everybody stores the user under it:
   * of those who come at once the unique index lets one through, and after a crash the next one simply goes on.
   * @throws Problem SETUP_CLOSED, EMAIL_TAKEN
   */
  async create({ email, password, displayName }: FirstAdminRequest, origin: AuditOrigin): Promise<User> {
    const now = this.clock.now();
    const id = await this.claim(now);
    const passwordHash = await this.hasher.hash(password);
    const profile = { displayName, firstName: null, lastName: null, locale: null };
    const fields = {
      id,
      email,
      emailVerified: true,
      role: 'super_admin' as const,
      passwordHash,
      createdAt: now,
      ...profile,
    };
    const by = { actor: null, reason: 'SETUP', origin };
    const user = await this.creation.store(fields, by).catch(async (error: unknown) => {
      // After a time-out it is open whose user is there.
      const isOpen = isProblem(error, kernelProblems.DATABASE_UNAVAILABLE) || (await this.users.findById(id)) === null;
      if (isOpen) throw error;
      return this.refuse();
    });
    await this.options.onSetupClosed();
    return user;
  }

  /** One after the other in this process: who comes too late learns it without a hash, and is not shed for want of capacity. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work);
    this.turn = mine.catch(() => {});
    return mine;
  }

  /** @returns the id of the first super admin */
  private async claim(now: Date): Promise<string> {
    const state = await this.setup.read();
    if (await this.isClosed(state)) return this.refuse();
    const own = newId(now);
    if (state.claimedBy !== null || (await this.setup.claim(own, now))) return state.claimedBy ?? own;
    return (await this.setup.read()).claimedBy ?? own;
  }

  /** A claim alone does not close the setup. Somebody else may be a super admin by recovery. */
  private async isClosed({ claimedBy }: SetupState): Promise<boolean> {
    if (claimedBy !== null && (await this.users.findById(claimedBy)) !== null) return true;
    return (await this.users.count(actingSuperAdmins)) > 0;
  }

  /** Another instance may have closed the setup: a token that this one still shows is good for nothing. */
  private async refuse(): Promise<never> {
    await this.options.onSetupClosed();
    throw new Problem(authProblems.SETUP_CLOSED);
  }

  private isInForce(token: string, { tokenDigest, tokenExpiresAt }: SetupState): boolean {
    if (tokenDigest === null || tokenExpiresAt === null || tokenExpiresAt <= this.clock.now()) return false;
    return equalSecrets(digestOf(token), tokenDigest);
  }
}
