import type { User } from '@janus/access';
import { CurrentUser, Permissions } from '@janus/access';
import type { RequestContext } from '@janus/http';
import { From, IdParamPipe, ReadsNoBody } from '@janus/http';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { EmailChangeService } from '../email-change/email-change.service.js';
import { ResetLinkService } from '../password-reset/reset-link.service.js';
import { DocChangeEmail, DocSendPasswordReset } from './mail-flows.docs.js';
import type { StatusResponse } from './mail-flows.dto.js';
import { ChangeEmailDto, normalized } from './mail-flows.dto.js';

/** Mails that signed-in users ask for, for themselves and for others. */
@Controller('users')
export class UserMailsController {
  constructor(
    private readonly changes: EmailChangeService,
    private readonly resetLinks: ResetLinkService,
  ) {}

  @Post('me/email')
  @HttpCode(202)
  @Permissions('email:change')
  @DocChangeEmail()
  async changeEmail(
    @CurrentUser() caller: User,
    @Body() { newEmail, currentPassword }: ChangeEmailDto,
    @From() origin: RequestContext,
  ): Promise<StatusResponse> {
    await this.changes.request(caller, normalized(newEmail), currentPassword, origin);
    return { status: 'confirmation_sent' };
  }

  @Post(':userId/send-password-reset')
  @HttpCode(202)
  @ReadsNoBody()
  @Permissions('users:send-password-reset')
  @DocSendPasswordReset()
  async sendPasswordReset(
    @CurrentUser() caller: User,
    @Param('userId', IdParamPipe) id: string,
    @From() origin: RequestContext,
  ): Promise<StatusResponse> {
    await this.resetLinks.sendTo(caller, id, origin);
    return { status: 'sent' };
  }
}
