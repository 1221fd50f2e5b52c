import { normalizeEmail } from '@janus/kernel';
import type { SendMailOptions } from 'nodemailer';
import type { Mailbox } from '../mail.options.js';
import type { Mail } from './mailer.js';
import { SendError } from './mailer.js';

/**
 * The message as nodemailer takes it. It splits even the addresses of an envelope at commas, so nothing but one normalised
 * address gets there; and nothing in a message can make it read a file or an address.
 * @throws SendError
 */
export function compose(mail: Mail, from: Mailbox, now: Date): SendMailOptions {
  const { id, recipient, language, subject, text, html } = mail;
  if (normalizeEmail(recipient) !== recipient) throw new SendError('permanent', 'the recipient is not one address');
  return {
    envelope: { from: from.address, to: [recipient] },
    from: { name: from.name, address: from.address },
    to: { name: '', address: recipient },
    subject,
    text,
    html,
    messageId: `<${id}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`,
    date: now,
    headers: {
      // RFC 3834: no answering machine shall answer.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': language,
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
