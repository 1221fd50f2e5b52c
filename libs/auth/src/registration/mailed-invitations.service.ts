import type { User } from '@janus/access';
import { digestOf } from '@janus/kernel';
import { MailService } from '@janus/mail';
import type { InvitationLink } from '@janus/users';
import { InvitationSender } from '@janus/users';
import { Injectable } from '@nestjs/common';

/** Mails invitations for the users' room, which knows no mail. */
@Injectable()
export class MailedInvitations extends InvitationSender {
  constructor(private readonly mail: MailService) {
    super();
  }

  async send(user: User, { token, expiresAt }: InvitationLink, acceptLanguage: string | null): Promise<void> {
    const { email: to, locale, displayName: name } = user;
    const request = { key: `invitation:${digestOf(token)}`, template: 'accept-invitation', to, locale } as const;
    await this.mail.enqueue({ ...request, acceptLanguage, data: { name, token }, expiresAt });
  }
}
