import type { User } from '@janus/access';
import { Clock } from '@janus/kernel';
import { MailService } from '@janus/mail';
import { Injectable } from '@nestjs/common';
import type { MailOrigin } from '../mail-origin.js';
import type { Session } from '../sessions/session.js';

/** Mails that tell owners what happens to their account (OWASP ASVS 6.3.5, 6.3.7). Put down before it happens, once each. */
@Injectable()
export class OwnerNotices {
  constructor(
    private readonly mail: MailService,
    private readonly clock: Clock,
  ) {}

  /** @param user as before the change: its `credentialsVersion` names the change */
  async passwordChanged(user: User, { acceptLanguage = null }: MailOrigin): Promise<void> {
    const { id, displayName: name, email: to, locale, credentialsVersion } = user;
    const key = `password-changed:${id}:${credentialsVersion}`;
    const data = { name, at: this.clock.now() };
    await this.mail.enqueue({ key, template: 'password-changed', to, locale, acceptLanguage, data });
  }

  /** Tells of a sign-in from where the user has not signed in lately; the first of all is no news. */
  async newDevice(user: User, device: string | null, origin: MailOrigin): Promise<void> {
    const { id, displayName: name, email: to, locale, lastLoginAt } = user;
    if (lastLoginAt === null || origin.ip === null) return;
    const at = this.clock.now();
    const data = { name, at, device: device ?? origin.userAgent, ip: origin.ip };
    const { acceptLanguage = null } = origin;
    const key = `new-device:${id}:${at.getTime()}`;
    await this.mail.enqueue({ key, template: 'new-device', to, locale, acceptLanguage, data });
  }

  async refreshReuse(user: User, { id, device }: Session, { acceptLanguage = null }: MailOrigin): Promise<void> {
    const { displayName: name, email: to, locale } = user;
    const data = { name, at: this.clock.now(), device };
    const key = `refresh-reuse:${id}`;
    await this.mail.enqueue({ key, template: 'refresh-reuse', to, locale, acceptLanguage, data });
  }
}
