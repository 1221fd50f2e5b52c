import { unseal } from '@janus/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { MailOptions } from '../mail.options.js';
import { MAIL_OPTIONS } from '../mail.options.js';
import type { Mail } from '../mailer/mailer.js';
import { payloadPurpose } from '../outbox/payload.js';
import type { OutboxMessage } from '../outbox/outbox-message.js';
import { languages } from '../templates/language.js';
import { MailWriter } from '../templates/mail-writer.js';
import { isTemplateName } from '../templates/template-data.js';
import type { StoredData } from '../templates/values.js';

/** The message cannot be written: no attempt will mend that. */
export class UnreadableMessageError extends Error {}

/** Makes the mail of a message: opens what it holds and writes it. */
@Injectable()
export class MessageOpener {
  constructor(
    private readonly writer: MailWriter,
    @Inject(MAIL_OPTIONS) private readonly options: Pick<MailOptions, 'keys'>,
  ) {}

  /** @throws UnreadableMessageError */
  open({ id, template, recipient, locale, payload, createdAt, expiresAt }: OutboxMessage): Mail {
    const { keys } = this.options;
    const opened = payload === null ? null : unseal({ keys, purpose: payloadPurpose, context: id }, payload);
    if (opened === null) throw new UnreadableMessageError('what it holds cannot be decrypted');
    if (!isTemplateName(template)) throw new UnreadableMessageError('there is no such template');
    const language = languages.find((one) => one === locale) ?? 'en';
    const data = JSON.parse(opened) as StoredData;
    const mail = this.writer.write(template, language, data, expiresAt.getTime() - createdAt.getTime());
    return { id, recipient, ...mail };
  }
}
