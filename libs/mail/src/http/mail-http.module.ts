import type { DynamicModule } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { OutboxController } from './outbox.controller.js';
import { OutboxPages } from './outbox-pages.js';
import { MailPreviewController } from './mail-preview.controller.js';

/** The door of the mail room; `MailModule` is imported by the app. */
@Module({})
export class MailHttpModule {
  /** @param showsPreviews whether `/docs/mail` shows what mails look like */
  static for(showsPreviews: boolean): DynamicModule {
    return {
      module: MailHttpModule,
      controllers: [OutboxController, ...(showsPreviews ? [MailPreviewController] : [])],
      providers: [OutboxPages],
    };
  }
}
