import type { Role } from '@janus/access';
import type { AuditOrigin } from '@janus/audit';
import { Clock, newId } from '@janus/kernel';
import { Injectable } from '@nestjs/common';
import { canCreateUser } from '../policy/can-create-user.js';
import { enforce } from '../policy/decision.js';
import { UserChanges } from '../user-changes.service.js';
import type { NewUser, Profile, User } from '../user.js';
import { freshUser } from '../user.js';
import { UsersRepository } from '../users.repository.js';
import type { InvitationLink } from './invitation-link.js';
import type { InvitationWay } from './invitation-links.service.js';
import { InvitationLinks } from './invitation-links.service.js';

export interface NewUserRequest extends Profile {
  /** Normalised. */
  readonly email: string;
  readonly role: Role;
  /** Null: as the settings say. */
  readonly invite: InvitationWay | null;
}

/** Who creates a user, and from where. */
export interface Creator {
  /** Null for the setup and the command line. */
  readonly actor: User | null;
  readonly reason: string | null;
  readonly origin: AuditOrigin;
}

/** Where a request to create somebody comes from. */
export type CreationOrigin = AuditOrigin & { readonly acceptLanguage?: string | null };

/** A user with the link that is shown once; null if it was mailed. */
export interface Invited {
  readonly user: User;
  readonly invitation: InvitationLink | null;
}

/** Users that an administrator creates: without a password, with an invitation to choose one. */
@Injectable()
export class UserCreationService {
  constructor(
    private readonly users: UsersRepository,
    private readonly invitations: InvitationLinks,
    private readonly changes: UserChanges,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem NO_PERMISSION, ROLE_NOT_BELOW, EMAIL_TAKEN */
  async create(actor: User, { invite, ...request }: NewUserRequest, origin: CreationOrigin): Promise<Invited> {
    enforce(canCreateUser(actor, request.role));
    const now = this.clock.now();
    const fields = { ...request, id: newId(now), emailVerified: false, passwordHash: null, createdAt: now };
    const user = await this.store(fields, { actor, reason: null, origin });
    return { user, invitation: await this.invitations.invite(user, invite, origin.acceptLanguage ?? null) };
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
}
