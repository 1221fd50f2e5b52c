import type { MailOptions } from '../mail.options.js';
import { CaptureMailer } from './capture-mailer.js';
import type { Mailer } from './mailer.js';
import { SmtpMailer } from './smtp-mailer.js';

/** The way out that the options name; null if there is none. */
export function makeMailer({ transport, from }: MailOptions): Mailer | null {
  if (transport.kind === 'smtp') return new SmtpMailer(transport.server, from);
  if (transport.kind === 'capture') return new CaptureMailer(transport.folder, from, transport.showsLinks);
  return null;
}
