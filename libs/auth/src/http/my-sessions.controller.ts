import type { Caller } from '@janus/access';
import { CurrentCaller, Permissions } from '@janus/access';
import type { PageResponse, RequestContext } from '@janus/http';
import { From, IdParamPipe, ReadsNoBody, linkToNext } from '@janus/http';
import type { UsersOptions } from '@janus/users';
import { USERS_OPTIONS } from '@janus/users';
import type { HeaderReply } from '@janus/users/http';
import { Controller, Delete, Get, HttpCode, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { SessionRevocationService } from '../sessions/session-revocation.service.js';
import { SessionPages } from './session-pages.js';
import type { SessionResponse } from './session.response.js';
import { DocListMySessions, DocRevokeMySession, DocRevokeMySessions } from './sessions.docs.js';
import { ListSessionsQueryDto, RevokeSessionsQueryDto } from './sessions.query.dto.js';

/** One's own sessions. */
@Controller('auth/sessions')
export class MySessionsController {
  constructor(
    private readonly pages: SessionPages,
    private readonly revocations: SessionRevocationService,
    @Inject(USERS_OPTIONS) private readonly options: UsersOptions,
  ) {}

  @Get()
  @Permissions('sessions:list')
  @DocListMySessions()
  async list(
    @CurrentCaller() caller: Caller,
    @Query() query: ListSessionsQueryDto,
    @Req() request: { url: string },
    @Res({ passthrough: true }) reply: HeaderReply,
  ): Promise<PageResponse<SessionResponse>> {
    const page = await this.pages.page(caller, caller.user.id, query);
    return linkToNext(reply, this.options.publicUrl(), request.url, page);
  }

  @Delete(':sessionId')
  @HttpCode(204)
  @ReadsNoBody()
  @Permissions('sessions:revoke')
  @DocRevokeMySession()
  async revoke(
    @CurrentCaller() caller: Caller,
    @Param('sessionId', IdParamPipe) sessionId: string,
    @From() origin: RequestContext,
  ): Promise<void> {
    await this.revocations.revoke(caller, caller.user.id, sessionId, origin);
  }

  @Delete()
  @HttpCode(204)
  @ReadsNoBody()
  @Permissions('sessions:revoke')
  @DocRevokeMySessions()
  async revokeAll(
    @CurrentCaller() caller: Caller,
    @Query() { includeCurrent }: RevokeSessionsQueryDto,
    @From() origin: RequestContext,
  ): Promise<void> {
    await this.revocations.revokeAll(caller, caller.user.id, includeCurrent !== 'true', origin);
  }
}
