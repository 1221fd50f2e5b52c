import type { Caller, User } from '@janus/access';
import { CurrentCaller, CurrentUser, Permissions } from '@janus/access';
import type { PageResponse, RequestContext } from '@janus/http';
import { From, IdParamPipe, ReadsNoBody, linkToNext } from '@janus/http';
import type { ExpectedVersion, UsersOptions } from '@janus/users';
import { USERS_OPTIONS } from '@janus/users';
import type { HeaderReply, ShortUserResponse, UserResponse } from '@janus/users/http';
import { ChangeStateDto, DocUnlock, IfMatch, tagged, viewOf } from '@janus/users/http';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { UnlockService } from '../guessing/unlock.service.js';
import { SessionRevocationService } from '../sessions/session-revocation.service.js';
import { SessionPages } from './session-pages.js';
import type { SessionResponse } from './session.response.js';
import { DocListSessions, DocRevokeSession, DocRevokeSessions } from './sessions.docs.js';
import { ListSessionsQueryDto } from './sessions.query.dto.js';

/** How others are signed in. */
@Controller('users/:userId')
export class UserSessionsController {
  constructor(
    private readonly pages: SessionPages,
    private readonly revocations: SessionRevocationService,
    private readonly unlocks: UnlockService,
    @Inject(USERS_OPTIONS) private readonly options: UsersOptions,
  ) {}

  @Get('sessions')
  @Permissions('sessions:list')
  @DocListSessions()
  async list(
    @CurrentCaller() caller: Caller,
    @Param('userId', IdParamPipe) id: string,
    @Query() query: ListSessionsQueryDto,
    @Req() request: { url: string },
    @Res({ passthrough: true }) reply: HeaderReply,
  ): Promise<PageResponse<SessionResponse>> {
    return linkToNext(reply, this.options.publicUrl(), request.url, await this.pages.page(caller, id, query));
  }

  @Delete('sessions/:sessionId')
  @HttpCode(204)
  @ReadsNoBody()
  @Permissions('sessions:revoke')
  @DocRevokeSession()
  async revoke(
    @CurrentCaller() caller: Caller,
    @Param('userId', IdParamPipe) id: string,
    @Param('sessionId', IdParamPipe) sessionId: string,
    @From() origin: RequestContext,
  ): Promise<void> {
    await this.revocations.revoke(caller, id, sessionId, origin);
  }

  @Delete('sessions')
  @HttpCode(204)
  @ReadsNoBody()
  @Permissions('sessions:revoke')
  @DocRevokeSessions()
  async revokeAll(
    @CurrentCaller() caller: Caller,
    @Param('userId', IdParamPipe) id: string,
    @From() origin: RequestContext,
  ): Promise<void> {
    await this.revocations.revokeAll(caller, id, false, origin);
  }

  @Post('unlock')
  @HttpCode(200)
  @Permissions('users:unlock')
  @DocUnlock()
  async unlock(
    @CurrentUser() caller: User,
    @Param('userId', IdParamPipe) id: string,
    @Body() { reason = null }: ChangeStateDto,
    @IfMatch() expected: ExpectedVersion,
    @From() origin: RequestContext,
    @Res({ passthrough: true }) reply: HeaderReply,
  ): Promise<UserResponse | ShortUserResponse> {
    const order = { id, expected, reason, origin };
    return viewOf(caller, tagged(reply, await this.unlocks.unlock(caller, order)));
  }
}
