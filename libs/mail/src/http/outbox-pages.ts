import type { PageResponse } from '@janus/http';
import { KeysetPages } from '@janus/http';
import { Inject, Injectable } from '@nestjs/common';
import type { MailOptions } from '../mail.options.js';
import { MAIL_OPTIONS } from '../mail.options.js';
import { OutboxService } from '../outbox/outbox.service.js';
import type { MessageResponse } from './message.response.js';
import { toMessageResponse } from './message.response.js';
import type { ListOutboxQueryDto } from './outbox.query.dto.js';

/** Pages of the outbox. */
@Injectable()
export class OutboxPages {
  private readonly pages: KeysetPages;

  constructor(
    private readonly outbox: OutboxService,
    @Inject(MAIL_OPTIONS) options: MailOptions,
  ) {
    this.pages = new KeysetPages(options.cursorKey);
  }

  /** @throws Problem INVALID_CURSOR */
  page(query: ListOutboxQueryDto): Promise<PageResponse<MessageResponse>> {
    const state = query.state ?? null;
    return this.pages.page(query, {
      binding: ['outbox', state],
      list: (last, limit) => {
        const after = last && { createdAt: last.value as Date, id: last.id };
        return this.outbox.list({ state, after, limit });
      },
      count: () => this.outbox.count(state),
      positionOf: ({ createdAt, id }) => ({ value: createdAt, id }),
      show: toMessageResponse,
    });
  }
}
