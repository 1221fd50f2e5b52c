import type { User } from '@janus/access';
import type { AuditOrigin } from '@janus/audit';
import { AuditService } from '@janus/audit';
import { Clock } from '@janus/kernel';
import { MailService } from '@janus/mail';
import { Injectable } from '@nestjs/common';
import { BackgroundWork } from '../background/background-work.service.js';
import { MailLimitService } from '../guessing/mail-limit.service.js';
import { LinksService, invalidLink } from '../links/links.service.js';
import type { MailOrigin } from '../mail-origin.js';
import { CredentialsRepository } from '../passwords/credentials.repository.js';

/** Shows that users have the mailbox of their address. */
@Injectable()
export class EmailVerificationService {
  constructor(
    private readonly credentials: CredentialsRepository,
    private readonly links: LinksService,
    private readonly mail: MailService,
    private readonly limit: MailLimitService,
    private readonly background: BackgroundWork,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  async send(user: User, { acceptLanguage = null }: MailOrigin): Promise<void> {
    const { email: to, locale, displayName: name } = user;
    const { token, digest, expiresAt } = await this.links.issue(user, 'verify-email', to);
    const request = { key: `verify-email:${digest}`, template: 'verify-email', to, locale, acceptLanguage } as const;
    await this.mail.enqueue({ ...request, data: { name, token }, expiresAt });
  }

  /** Sends another link to who needs one. Neither the answer nor its time tells whether somebody does. */
  async resend(email: string, origin: MailOrigin): Promise<void> {
    const isAdmitted = await this.limit.admit(email);
    this.background.start('sending a verification link again', async () => {
      const user = isAdmitted ? (await this.credentials.findByEmail(email))?.user : null;
      if (user && user.isActive && user.deletedAt === null && !user.emailVerified) await this.send(user, origin);
    });
  }

  /**
   * Acts, then consumes: doing it twice does no harm, and a crash in between leaves a link that still works.
   * @throws Problem INVALID_LINK
   */
  async verify(token: string, origin: AuditOrigin): Promise<void> {
    const link = await this.links.find(token, 'verify-email');
    const user = (await this.credentials.findByUserId(link.userId))?.user;
    if (!user || user.deletedAt !== null || user.email !== link.email) throw invalidLink();
    await this.note(user, origin);
    // Whoever was faster has used it up, and its effect is there.
    await this.links.consume(link).catch(() => {});
  }

  /** Notes that the user has the mailbox, however that was shown; once. */
  async note(user: User, origin: AuditOrigin): Promise<void> {
    if (user.emailVerified) return;
    const changes = [{ field: 'emailVerified', before: false, after: true }];
    await this.audit.around({ type: 'user.email_verified', actor: user, target: user, changes }, origin, () =>
      this.credentials.verifyEmail(user.id, user.email, this.clock.now()),
    );
  }
}
