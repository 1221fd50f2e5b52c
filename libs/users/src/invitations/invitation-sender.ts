import type { User } from '../user.js';
import type { InvitationLink } from './invitation-link.js';

/** Mails an invitation. */
export abstract class InvitationSender {
  /** @param acceptLanguage of the request, for users without a locale */
  abstract send(user: User, link: InvitationLink, acceptLanguage: string | null): Promise<void>;
}
