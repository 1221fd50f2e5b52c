import type { User } from '@janus/access';
import { AuditService } from '@janus/audit';
import { MailService } from '@janus/mail';
import { UsersRepository, canManageUser, enforce } from '@janus/users';
import { Injectable } from '@nestjs/common';
import { BackgroundWork } from '../background/background-work.service.js';
import { MailLimitService } from '../guessing/mail-limit.service.js';
import { LinksService } from '../links/links.service.js';
import type { MailOrigin } from '../mail-origin.js';
import { CredentialsRepository } from '../passwords/credentials.repository.js';

/** Sends links with which a forgotten password is replaced. */
@Injectable()
export class ResetLinkService {
  constructor(
    private readonly credentials: CredentialsRepository,
    private readonly users: UsersRepository,
    private readonly links: LinksService,
    private readonly mail: MailService,
    private readonly limit: MailLimitService,
    private readonly background: BackgroundWork,
    private readonly audit: AuditService,
  ) {}

  /** Sends a link to whoever has the address. Neither the answer nor its time tells whether anybody does. */
  async forgot(email: string, origin: MailOrigin): Promise<void> {
    const isAdmitted = await this.limit.admit(email);
    this.background.start('sending a reset link', async () => {
      const user = isAdmitted ? (await this.credentials.findByEmail(email))?.user : null;
      if (user && user.isActive && user.deletedAt === null) await this.send(user, origin);
    });
  }

  /** Starts a reset for somebody else, who alone chooses the password. @throws Problem as the policy says */
  async sendTo(actor: User, id: string, origin: MailOrigin): Promise<void> {
    const target = await this.users.findById(id);
    enforce(canManageUser(actor, 'users:send-password-reset', target));
    const user = target as User;
    await this.audit.around({ type: 'user.password_reset_sent', actor, target: user }, origin, async () => {
      await this.send(user, origin);
      return true;
    });
  }

  private async send(user: User, { acceptLanguage = null }: MailOrigin): Promise<void> {
    const { email: to, locale, displayName: name } = user;
    const { token, digest, expiresAt } = await this.links.issue(user, 'reset-password', to);
    const request = {
      key: `reset-password:${digest}`,
      template: 'reset-password',
      to,
      locale,
      acceptLanguage,
    } as const;
    await this.mail.enqueue({ ...request, data: { name, token }, expiresAt });
  }
}
