import { Clock, newId, normalizeEmail, seal } from '@janus/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { MailOptions } from './mail.options.js';
import { MAIL_OPTIONS } from './mail.options.js';
import { OutboxRepository } from './outbox/outbox.repository.js';
import { OutboxSignal } from './outbox/outbox-signal.js';
import { payloadPurpose } from './outbox/payload.js';
import { chooseLanguage } from './templates/language.js';
import type { TemplateData, TemplateName } from './templates/template-data.js';
import { templateFacts } from './templates/template-data.js';
import { toStored } from './templates/values.js';

/** A mail that somebody wants sent. */
export interface MailRequest<N extends TemplateName = TemplateName> {
  /** Whoever asks twice under one key gets one mail: visible ASCII, at most 200 characters. */
  readonly key: string;
  readonly template: N;
  readonly to: string;
  /** The user's; null if unknown. */
  readonly locale: string | null;
  /** The header of the request, for users without a locale. */
  readonly acceptLanguage?: string | null;
  readonly data: TemplateData[N];
  /** From when on it is not worth sending, and its link dead; the template has a life of its own for who does not say. */
  readonly expiresAt?: Date;
}

const keyForm = /^[\x21-\x7e]{1,200}$/;

/** The way to send a mail: it is put down, and goes out in the background. */
@Injectable()
export class MailService {
  constructor(
    private readonly outbox: OutboxRepository,
    private readonly signal: OutboxSignal,
    private readonly clock: Clock,
    @Inject(MAIL_OPTIONS) private readonly options: Pick<MailOptions, 'keys'>,
  ) {}

  /** Resolves once the mail is put down. The same key again changes nothing. @throws Problem DATABASE_UNAVAILABLE */
  async enqueue<N extends TemplateName>(request: MailRequest<N>): Promise<void> {
    const { key, template, to, locale, acceptLanguage, data } = request;
    if (!keyForm.test(key)) throw new TypeError('not a key of a mail');
    const recipient = normalizeEmail(to);
    if (recipient === null) throw new TypeError('not an address that mail goes to');
    const createdAt = this.clock.now();
    const id = newId(createdAt);
    const isNew = await this.outbox.insert({
      id,
      idempotencyKey: key,
      template,
      recipient,
      locale: chooseLanguage(locale, acceptLanguage ?? null),
      payload: seal({ keys: this.options.keys, purpose: payloadPurpose, context: id }, toStored(data)),
      createdAt,
      expiresAt: request.expiresAt ?? new Date(createdAt.getTime() + templateFacts[template].lifeSeconds * 1000),
    });
    if (isNew) this.signal.notify();
  }
}
