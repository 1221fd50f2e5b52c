import type { User } from '@janus/access';
import { CurrentUser, Permissions } from '@janus/access';
import type { PageResponse, RequestContext } from '@janus/http';
import { From, IdParamPipe, ReadsNoBody, linkToNext } from '@janus/http';
import { Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { MailOptions } from '../mail.options.js';
import { MAIL_OPTIONS } from '../mail.options.js';
import { OutboxService } from '../outbox/outbox.service.js';
import { MessageResponse, toMessageResponse } from './message.response.js';
import { DocListOutbox, DocRetryMessage } from './outbox.docs.js';
import { OutboxPages } from './outbox-pages.js';
import { ListOutboxQueryDto } from './outbox.query.dto.js';

/** The outbox for operators. */
@Controller('mail/outbox')
export class OutboxController {
  constructor(
    private readonly pages: OutboxPages,
    private readonly outbox: OutboxService,
    @Inject(MAIL_OPTIONS) private readonly options: MailOptions,
  ) {}

  @Get()
  @Permissions('mail:read')
  @DocListOutbox()
  async list(
    @Query() query: ListOutboxQueryDto,
    @Req() request: { url: string },
    @Res({ passthrough: true }) reply: { header(name: string, value: string): unknown },
  ): Promise<PageResponse<MessageResponse>> {
    return linkToNext(reply, this.options.publicUrl(), request.url, await this.pages.page(query));
  }

  @Post(':messageId/retry')
  @HttpCode(200)
  @ReadsNoBody()
  @Permissions('mail:retry')
  @DocRetryMessage()
  async retry(
    @CurrentUser() caller: User,
    @Param('messageId', IdParamPipe) id: string,
    @From() origin: RequestContext,
  ): Promise<MessageResponse> {
    return toMessageResponse(await this.outbox.retry(id, caller, origin));
  }
}
