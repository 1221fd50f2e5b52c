import type { User } from '@janus/access';
import { CurrentUser, Permissions } from '@janus/access';
import type { RequestContext } from '@janus/http';
import { From, IdParamPipe } from '@janus/http';
import { Body, Controller, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import type { ExpectedVersion } from '../user-change.js';
import { UserStatesService } from '../user-states.service.js';
import { ChangeRoleDto, ChangeStateDto } from './change-state.dto.js';
import type { HeaderReply } from './etag.js';
import { IfMatch, tagged } from './etag.js';
import type { ShortUserResponse, UserResponse } from './user.response.js';
import { viewOf } from './user.response.js';
import { DocChangeRole, DocRestore, DocSuspend, DocUnsuspend } from './user-states.docs.js';

type View = UserResponse | ShortUserResponse;

/** Role and state of users. */
@Controller('users/:userId')
export class UserStatesController {
  constructor(private readonly states: UserStatesService) {}

  @Patch('role')
  @Permissions('users:change-role')
  @DocChangeRole()
  async changeRole(
    @CurrentUser() caller: User,
    @Param('userId', IdParamPipe) id: string,
    @Body() { role, reason = null }: ChangeRoleDto,
    @IfMatch() expected: ExpectedVersion,
    @From() origin: RequestContext,
    @Res({ passthrough: true }) reply: HeaderReply,
  ): Promise<View> {
    const order = { id, expected, reason, origin };
    return viewOf(caller, tagged(reply, await this.states.changeRole(caller, role, order)));
  }

  @Post('suspend')
  @HttpCode(200)
  @Permissions('users:suspend')
  @DocSuspend()
  async suspend(
    @CurrentUser() caller: User,
    @Param('userId', IdParamPipe) id: string,
    @Body() { reason = null }: ChangeStateDto,
    @IfMatch() expected: ExpectedVersion,
    @From() origin: RequestContext,
    @Res({ passthrough: true }) reply: HeaderReply,
  ): Promise<View> {
    const order = { id, expected, reason, origin };
    return viewOf(caller, tagged(reply, await this.states.setActive(caller, false, order)));
  }

  @Post('unsuspend')
  @HttpCode(200)
  @Permissions('users:unsuspend')
  @DocUnsuspend()
  async unsuspend(
    @CurrentUser() caller: User,
    @Param('userId', IdParamPipe) id: string,
    @Body() { reason = null }: ChangeStateDto,
    @IfMatch() expected: ExpectedVersion,
    @From() origin: RequestContext,
    @Res({ passthrough: true }) reply: HeaderReply,
  ): Promise<View> {
    const order = { id, expected, reason, origin };
    return viewOf(caller, tagged(reply, await this.states.setActive(caller, true, order)));
  }

  @Post('restore')
  @HttpCode(200)
  @Permissions('users:restore')
  @DocRestore()
  async restore(
    @CurrentUser() caller: User,
    @Param('userId', IdParamPipe) id: string,
    @Body() { reason = null }: ChangeStateDto,
    @IfMatch() expected: ExpectedVersion,
    @From() origin: RequestContext,
    @Res({ passthrough: true }) reply: HeaderReply,
  ): Promise<View> {
    const order = { id, expected, reason, origin };
    return viewOf(caller, tagged(reply, await this.states.restore(caller, order)));
  }
}
