import type { Role } from '@janus/access';
import type { AuditOrigin } from '@janus/audit';
import { Clock, digestOf, newId, newSecret } from '@janus/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { canCreateUser } from '../policy/can-create-user.js';
import { enforce } from '../policy/decision.js';
import { UserChanges } from '../user-changes.service.js';
import type { NewUser, Profile, User } from '../user.js';
import { freshUser } from '../user.js';
import type { UsersOptions } from '../users.options.js';
import { USERS_OPTIONS } from '../users.options.js';
import { UsersRepository } from '../users.repository.js';
import { InvitationsRepository } from './invitations.repository.js';

/** A link that is shown once; only its digest is kept. */
export interface InvitationLink {
  readonly url: string;
  readonly token: string;
  readonly expiresAt: Date;
}

export interface NewUserRequest extends Profile {
  /** Normalised. */
  readonly email: string;
  readonly role: Role;
}

/** Who creates a user, and from where. */
export interface Creator {
  /** Null for the setup and the command line. */
  readonly actor: User | null;
  readonly reason: string | null;
  readonly origin: AuditOrigin;
}

const invitationTtlMs = 7 * 24 * 3600 * 1000;
const tokenBytes = 32;

/** Users that an administrator creates: without a password, with an invitation to choose one. */
@Injectable()
export class UserCreationService {
  constructor(
    private readonly users: UsersRepository,
    private readonly invitations: InvitationsRepository,
    private readonly changes: UserChanges,
    private readonly clock: Clock,
    @Inject(USERS_OPTIONS) private readonly options: UsersOptions,
  ) {}

  /** @throws Problem NO_PERMISSION, ROLE_NOT_BELOW, EMAIL_TAKEN */
  async create(
    actor: User,
    request: NewUserRequest,
    origin: AuditOrigin,
  ): Promise<{ user: User; invitation: InvitationLink }> {
    enforce(canCreateUser(actor, request.role));
    const now = this.clock.now();
    const fields = { ...request, id: newId(now), emailVerified: false, passwordHash: null, createdAt: now };
    const user = await this.store(fields, { actor, reason: null, origin });
    return { user, invitation: await this.invite(user, now) };
  }

  /** Stores a user, counts it if it is a super admin, and records who did it. @throws Problem EMAIL_TAKEN */
  async store(fields: NewUser, { actor, reason, origin }: Creator): Promise<User> {
    const user = freshUser(fields);
    const before = { role: user.role, isActive: false, deletedAt: null };
    const changes = (['email', 'role'] as const).map((field) => ({ field, before: null, after: user[field] }));
    const event = { type: 'user.created' as const, actor, target: user, reason, changes };
    await this.changes.write({ before, after: user, event, origin }, async () => {
      await this.users.insert(fields);
      return true;
    });
    return user;
  }

  private async invite(user: User, now: Date): Promise<InvitationLink> {
    const token = newSecret(tokenBytes);
    const expiresAt = new Date(now.getTime() + invitationTtlMs);
    await this.invitations.put({ userId: user.id, tokenDigest: digestOf(token), createdAt: now, expiresAt });
    // In the fragment, so that the token reaches no log on its way.
    return { url: `${this.options.publicUrl()}/account/accept-invitation#token=${token}`, token, expiresAt };
  }
}
