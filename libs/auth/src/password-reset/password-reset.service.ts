import { Injectable } from '@nestjs/common';
import { CredentialChanges } from '../account/credential-changes.service.js';
import { EmailVerificationService } from '../email-verification/email-verification.service.js';
import { LinksService, fits, invalidLink } from '../links/links.service.js';
import type { MailOrigin } from '../mail-origin.js';
import { CredentialsRepository } from '../passwords/credentials.repository.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { PasswordPolicyService } from '../passwords/password-policy.service.js';

/** Replaces a forgotten password (OWASP ASVS 6.4.3): ends every session, lifts the lock, and signs nobody in. */
@Injectable()
export class PasswordResetService {
  constructor(
    private readonly credentials: CredentialsRepository,
    private readonly links: LinksService,
    private readonly policy: PasswordPolicyService,
    private readonly hasher: PasswordHasher,
    private readonly changes: CredentialChanges,
    private readonly verification: EmailVerificationService,
  ) {}

  /**
   * Consumes, then acts: a link that could be used again after a crash would be a key to the account. What can be refused or put
   * off is so before.
   * @throws Problem INVALID_LINK, PASSWORD_REFUSED, OVERLOADED
   */
  async reset(token: string, newPassword: string, origin: MailOrigin): Promise<void> {
    const link = await this.links.find(token, 'reset-password');
    const user = (await this.credentials.findByUserId(link.userId))?.user;
    if (!fits(link, user) || user.email !== link.email) throw invalidLink();
    this.policy.assertAllowed(newPassword, user.email, '/newPassword');
    const passwordHash = await this.hasher.hash(newPassword);
    await this.links.consume(link);
    const event = { type: 'auth.password_reset' as const, actor: user, target: user };
    if (!(await this.changes.reset(user, passwordHash, event, origin))) throw invalidLink();
    // The link came by mail: whoever used it has the mailbox.
    await this.verification.note(user, origin);
  }
}
