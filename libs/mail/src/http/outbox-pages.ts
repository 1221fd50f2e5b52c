import type { PageResponse } from '@janus/http';
import { CursorCodec, pageResponse } from '@janus/http';
import { Inject, Injectable } from '@nestjs/common';
import type { MailOptions } from '../mail.options.js';
import { MAIL_OPTIONS } from '../mail.options.js';
import type { MessagePosition } from '../outbox/outbox-reader.js';
import { OutboxService } from '../outbox/outbox.service.js';
import type { MessageResponse } from './message.response.js';
import { toMessageResponse } from './message.response.js';
import type { ListOutboxQueryDto } from './outbox.query.dto.js';

/** Pages of the outbox: cursors in, cursors out. */
@Injectable()
export class OutboxPages {
  private readonly cursors: CursorCodec;

  constructor(
    private readonly outbox: OutboxService,
    @Inject(MAIL_OPTIONS) options: MailOptions,
  ) {
    this.cursors = new CursorCodec(options.cursorKey);
  }

  /** @throws Problem INVALID_CURSOR */
  async page(query: ListOutboxQueryDto): Promise<PageResponse<MessageResponse>> {
    const state = query.state ?? null;
    const limit = Number(query.limit ?? 20);
    const binding = JSON.stringify(['outbox', state]);
    const after = query.cursor === undefined ? null : this.positionOf(query.cursor, binding);
    // One more than asked for tells whether there is a next page.
    const found = await this.outbox.list({ state, after, limit: limit + 1 });
    const total = query.withTotal === 'true' ? await this.outbox.count(state) : undefined;
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    const nextCursor = last ? this.cursors.encode({ value: last.createdAt, id: last.id }, binding) : null;
    return pageResponse(shown.map(toMessageResponse), { nextCursor, limit, total });
  }

  private positionOf(cursor: string, binding: string): MessagePosition {
    const { value, id } = this.cursors.decode(cursor, binding);
    return { createdAt: value as Date, id };
  }
}
