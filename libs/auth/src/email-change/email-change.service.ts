import type { User } from '@janus/access';
import { AuditService } from '@janus/audit';
import { MailService } from '@janus/mail';
import { validationFailed } from '@janus/kernel';
import { Injectable } from '@nestjs/common';
import { AccountService } from '../account/account.service.js';
import { MailLimitService } from '../guessing/mail-limit.service.js';
import { LinksService, fits, invalidLink } from '../links/links.service.js';
import type { OneTimeLink } from '../links/links.repository.js';
import type { MailOrigin } from '../mail-origin.js';
import { CredentialsRepository } from '../passwords/credentials.repository.js';
import { AddressWrites } from './address-writes.service.js';

/** The owner moves to another address: confirmed there, and taken back from the old one for a week. */
@Injectable()
export class EmailChangeService {
  constructor(
    private readonly accounts: AccountService,
    private readonly credentials: CredentialsRepository,
    private readonly links: LinksService,
    private readonly mail: MailService,
    private readonly limit: MailLimitService,
    private readonly audit: AuditService,
    private readonly addresses: AddressWrites,
  ) {}

  /**
   * Sends a link to the new address. A taken one is answered alike; its link never works.
   * @param newEmail normalised
   * @throws Problem WRONG_PASSWORD, VALIDATION_FAILED if it is the address that the user has
   */
  async request(user: User, newEmail: string, currentPassword: string, origin: MailOrigin): Promise<void> {
    if (newEmail === user.email) throw validationFailed([{ pointer: '/newEmail', message: 'is your address already' }]);
    await this.accounts.assertPassword(user, currentPassword, origin);
    const changes = [{ field: 'email', before: user.email, after: newEmail }];
    await this.audit.record({ type: 'user.email_change_requested', actor: user, target: user, changes }, origin);
    if (!(await this.limit.admit(user.email))) return;
    const { locale, displayName: name } = user;
    const { token, digest, expiresAt } = await this.links.issue(user, 'confirm-email', newEmail);
    const { acceptLanguage = null } = origin;
    const request = { key: `confirm-email:${digest}`, template: 'confirm-email', to: newEmail } as const;
    await this.mail.enqueue({ ...request, locale, acceptLanguage, data: { name, token }, expiresAt });
  }

  /** @throws Problem INVALID_LINK */
  async confirm(token: string, origin: MailOrigin): Promise<void> {
    const link = await this.links.find(token, 'confirm-email');
    const user = await this.userOf(link);
    if (!fits(link, user)) throw invalidLink();
    await this.links.consume(link);
    if (await this.isTaken(link.email)) throw invalidLink();
    // Put down before the change: whoever loses the address hears of it, whatever dies in between.
    await this.tellOldAddress(user, link.email, origin);
    await this.addresses.change(user, link.email, 'user.email_changed', origin);
  }

  /** Gives the old address back, and voids what was changed after it. @throws Problem INVALID_LINK */
  async undo(token: string, origin: MailOrigin): Promise<void> {
    const link = await this.links.find(token, 'undo-email');
    const user = await this.userOf(link);
    if (!user || !user.isActive || user.deletedAt !== null || user.email === link.email) throw invalidLink();
    await this.links.consume(link);
    if (await this.isTaken(link.email)) throw invalidLink();
    await this.links.voidLater(link);
    await this.addresses.change(user, link.email, 'user.email_change_undone', origin);
  }

  private async userOf({ userId }: OneTimeLink): Promise<User | undefined> {
    return (await this.credentials.findByUserId(userId))?.user;
  }

  private async isTaken(email: string): Promise<boolean> {
    return (await this.credentials.findByEmail(email)) !== null;
  }

  private async tellOldAddress(user: User, newEmail: string, { acceptLanguage = null }: MailOrigin): Promise<void> {
    const { email: to, locale, displayName: name } = user;
    const { token, digest, expiresAt } = await this.links.issue(user, 'undo-email', to);
    const request = { key: `email-changed:${digest}`, template: 'email-changed', to, locale, acceptLanguage } as const;
    await this.mail.enqueue({ ...request, data: { name, token, newEmail }, expiresAt });
  }
}
