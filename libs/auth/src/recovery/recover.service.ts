import type { User } from '@janus/access';
import { Clock, isProblem, newId } from '@janus/kernel';
import { SuperAdminReinstatementService, UserCreationService, untilWon, usersProblems } from '@janus/users';
import { Inject, Injectable } from '@nestjs/common';
import type { MailOrigin } from '../mail-origin.js';
import { CredentialChanges } from '../account/credential-changes.service.js';
import type { AuthOptions } from '../auth.options.js';
import { AUTH_OPTIONS } from '../auth.options.js';
import { CredentialsRepository } from '../passwords/credentials.repository.js';
import { PasswordHasher } from '../passwords/password-hasher.js';

export interface Recovery {
  /** The user as found; null if nobody had the address. */
  readonly before: User | null;
  readonly after: User;
}

/** The way back in for whoever has the host, while the service runs. */
@Injectable()
export class RecoverService {
  constructor(
    private readonly credentials: CredentialsRepository,
    private readonly creation: UserCreationService,
    private readonly hasher: PasswordHasher,
    private readonly changes: CredentialChanges,
    private readonly superAdmins: SuperAdminReinstatementService,
    private readonly clock: Clock,
    @Inject(AUTH_OPTIONS) private readonly options: AuthOptions,
  ) {}

  /**
   * Makes whoever has the address an active, verified super admin with this password and no sessions. The old password and the
   * sessions go first: wherever it is cut short, nobody else holds more than before, and it is run again.
   * @param email normalised
   * @param password follows the password policy
   */
  async recover(email: string, password: string, origin: MailOrigin): Promise<Recovery> {
    const passwordHash = await this.hasher.hash(password);
    const found = await this.credentials.findByEmail(email);
    if (!found) await this.create(email, origin);
    const { id } = await untilWon(() => this.setPassword(email, passwordHash, origin));
    const after = await this.superAdmins.reinstate(id);
    await this.options.onSetupClosed();
    return { before: found?.user ?? null, after };
  }

  /** An ordinary user without a password: all that makes more of them is done in the same way as for everybody else. */
  private async create(email: string, origin: MailOrigin): Promise<void> {
    const now = this.clock.now();
    const profile = { displayName: null, firstName: null, lastName: null, locale: null };
    const user = {
      id: newId(now),
      email,
      emailVerified: false,
      role: 'user',
      passwordHash: null,
      createdAt: now,
    } as const;
    const by = { actor: null, reason: 'RECOVERY', origin };
    await this.creation.store({ ...user, ...profile }, by).catch((error: unknown) => {
      // Somebody else has just created them.
      if (!isProblem(error, usersProblems.EMAIL_TAKEN)) throw error;
    });
  }

  private async setPassword(email: string, passwordHash: string, origin: MailOrigin): Promise<User | null> {
    const found = await this.credentials.findByEmail(email);
    if (!found) return null;
    const event = { type: 'admin.recovered' as const, actor: null, target: found.user, changes: changesOf(found.user) };
    return (await this.changes.reset(found.user, passwordHash, event, origin)) ? found.user : null;
  }
}

/** What becomes of the user in the end, told before it begins. */
function changesOf({ role, isActive, deletedAt, emailVerified }: User) {
  return [
    { field: 'role', before: role, after: 'super_admin' },
    { field: 'isActive', before: isActive, after: true },
    { field: 'deletedAt', before: deletedAt?.toISOString() ?? null, after: null },
    { field: 'emailVerified', before: emailVerified, after: true },
  ].filter(({ before, after }) => before !== after);
}
