import { Clock, digestOf, newSecret } from '@janus/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { User } from '../user.js';
import type { UsersOptions } from '../users.options.js';
import { USERS_OPTIONS } from '../users.options.js';
import type { InvitationLink } from './invitation-link.js';
import { InvitationSender } from './invitation-sender.js';
import { InvitationsRepository } from './invitations.repository.js';

/** How an invitation gets to the user. */
export type InvitationWay = 'mail' | 'link';

const invitationTtlMs = 7 * 24 * 3600 * 1000;
const tokenBytes = 32;

/** Makes invitations, and hands them over or mails them. */
@Injectable()
export class InvitationLinks {
  constructor(
    private readonly invitations: InvitationsRepository,
    private readonly sender: InvitationSender,
    private readonly clock: Clock,
    @Inject(USERS_OPTIONS) private readonly options: UsersOptions,
  ) {}

  /** The older invitation of the user is void. @param way null: as the settings say. @returns the link; null if it was mailed */
  async invite(user: User, way: InvitationWay | null, acceptLanguage: string | null): Promise<InvitationLink | null> {
    const isMailed = (way ?? (this.options.invitesByMail ? 'mail' : 'link')) === 'mail';
    const [token, now] = [newSecret(tokenBytes), this.clock.now()];
    const expiresAt = new Date(now.getTime() + invitationTtlMs);
    const invitation = { userId: user.id, tokenDigest: digestOf(token), verifiesEmail: isMailed };
    await this.invitations.put({ ...invitation, createdAt: now, expiresAt });
    // In the fragment, so that the token reaches no log on its way.
    const url = `${this.options.publicUrl()}/account/accept-invitation#token=${token}`;
    if (!isMailed) return { url, token, expiresAt };
    await this.sender.send(user, { url, token, expiresAt }, acceptLanguage);
    return null;
  }
}
