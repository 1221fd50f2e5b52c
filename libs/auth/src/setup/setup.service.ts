import type { AuditOrigin } from '@janus/audit';
import { Clock, Problem, digestOf, equalSecrets, isProblem, newId, newSecret } from '@janus/kernel';
import type { User } from '@janus/users';
import { UserCreationService, UsersRepository, usersProblems } from '@janus/users';
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
// Every call of an adapter ends within seconds: a claim without a user after this time belongs to a process that died.
const abandonedAfterMs = 60 * 1000;

/** The first super admin: by the one-time setup token, or by whoever has the host. Closed for good afterwards. */
@Injectable()
export class SetupService {
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
    if (await this.isClosed(state)) throw new Problem(authProblems.SETUP_CLOSED);
    if (!this.isInForce(token, state)) throw new Problem(authProblems.INVALID_SETUP_TOKEN);
    return this.create(request, origin);
  }

  /** For the command line, whose user owns the host. @throws Problem SETUP_CLOSED, EMAIL_TAKEN */
  async create({ email, password, displayName }: FirstAdminRequest, origin: AuditOrigin): Promise<User> {
    const passwordHash = await this.hasher.hash(password);
    const now = this.clock.now();
    const id = newId(now);
    await this.claim(id, now);
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
    const user = await this.creation
      .store(fields, { actor: null, reason: 'SETUP', origin })
      .catch(async (error: unknown) => {
        // Only a certain failure gives the place back: after a time-out the user may be stored all the same.
        if (isProblem(error, usersProblems.EMAIL_TAKEN)) await this.setup.release(id);
        throw error;
      });
    await this.options.onSetupClosed();
    return user;
  }

  private async claim(userId: string, now: Date): Promise<void> {
    const state = await this.setup.read();
    if (await this.isClosed(state)) throw new Problem(authProblems.SETUP_CLOSED);
    const isAbandoned = state.claimedAt !== null && now.getTime() - state.claimedAt.getTime() > abandonedAfterMs;
    const won = await this.setup.claim(userId, isAbandoned ? state.claimedBy : null, now);
    if (!won) throw new Problem(authProblems.SETUP_CLOSED);
  }

  /** A claim alone does not close the setup: its holder may have died before the user was stored. */
  private async isClosed({ claimedBy }: SetupState): Promise<boolean> {
    return claimedBy !== null && (await this.users.findById(claimedBy)) !== null;
  }

  private isInForce(token: string, { tokenDigest, tokenExpiresAt }: SetupState): boolean {
    if (tokenDigest === null || tokenExpiresAt === null || tokenExpiresAt <= this.clock.now()) return false;
    return equalSecrets(digestOf(token), tokenDigest);
  }
}
