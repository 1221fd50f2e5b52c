import { Global, Module } from '@nestjs/common';
import { Jitter } from './dispatch/jitter.js';
import { MailDelivery } from './dispatch/mail-delivery.js';
import { MessageOpener } from './dispatch/message-opener.js';
import { Pacer } from './dispatch/pacer.js';
import type { MailOptions } from './mail.options.js';
import { MAIL_OPTIONS, MailModuleClass } from './mail.options.js';
import { MailService } from './mail.service.js';
import { Mailer } from './mailer/mailer.js';
import { makeMailer } from './mailer/make-mailer.js';
import { OutboxService } from './outbox/outbox.service.js';
import { OutboxSignal } from './outbox/outbox-signal.js';
import { MailWriter } from './templates/mail-writer.js';

const services = [MailDelivery, MailService, MessageOpener, OutboxService, OutboxSignal, Pacer];

/**
 * Mail without HTTP. Global, so that its options are given once, by the app, which also decides whether this process sends: only
 * the service has a `MailDispatcher`. Needs the ports and Clock.
 */
@Global()
@Module({
  providers: [
    ...services,
    { provide: Jitter, useValue: new Jitter() },
    { provide: Mailer, inject: [MAIL_OPTIONS], useFactory: makeMailer },
    { provide: MailWriter, inject: [MAIL_OPTIONS], useFactory: (options: MailOptions) => new MailWriter(options) },
  ],
  exports: [...services, Mailer, MailWriter, MAIL_OPTIONS],
})
export class MailModule extends MailModuleClass {}
