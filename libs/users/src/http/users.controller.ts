import type { User } from '@janus/access';
import { CurrentUser, Permissions } from '@janus/access';
import type { PageResponse, RequestContext } from '@janus/http';
import { From, IdParamPipe, ReadsNoBody, linkToNext } from '@janus/http';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Query, Req, Res } from '@nestjs/common';
import type { ExpectedVersion } from '../user-change.js';
import { UserStatesService } from '../user-states.service.js';
import type { UsersOptions } from '../users.options.js';
import { USERS_OPTIONS } from '../users.options.js';
import { UsersService } from '../users.service.js';
import type { HeaderReply } from './etag.js';
import { IfMatch, tagged } from './etag.js';
import { ListUsersQueryDto } from './list-users.query.dto.js';
import { ProfileDto, givenProfile } from './profile.dto.js';
import { UserPages } from './user-pages.js';
import type { ShortUserResponse, UserResponse } from './user.response.js';
import { toUserResponse, viewOf } from './user.response.js';
import { DocDeleteUser, DocListUsers, DocReadMe, DocReadUser, DocUpdateMe, DocUpdateUser } from './users.docs.js';

@Controller('users')
export class UsersController {
  constructor(
    private readonly users: UsersService,
    private readonly states: UserStatesService,
    private readonly pages: UserPages,
    @Inject(USERS_OPTIONS) private readonly options: UsersOptions,
  ) {}

  @Get('me')
  @Permissions('profile:read')
  @DocReadMe()
  readMe(@CurrentUser() caller: User, @Res({ passthrough: true }) reply: HeaderReply): UserResponse {
    return toUserResponse(tagged(reply, caller));
  }

  @Patch('me')
  @Permissions('profile:update')
  @DocUpdateMe()
  async updateMe(
    @CurrentUser() caller: User,
    @Body() dto: ProfileDto,
    @IfMatch() expected: ExpectedVersion,
    @From() origin: RequestContext,
    @Res({ passthrough: true }) reply: HeaderReply,
  ): Promise<UserResponse> {
    const order = { id: caller.id, fields: givenProfile(dto), expected, origin };
    const user = await this.users.updateProfile(caller, 'profile:update', order);
    return toUserResponse(tagged(reply, user));
  }

  @Get()
  @Permissions('users:list')
  @DocListUsers()
  async list(
    @CurrentUser() caller: User,
    @Query() query: ListUsersQueryDto,
    @Req() request: { url: string },
    @Res({ passthrough: true }) reply: HeaderReply,
  ): Promise<PageResponse<UserResponse | ShortUserResponse>> {
    return linkToNext(reply, this.options.publicUrl(), request.url, await this.pages.page(caller, query));
  }

  @Get(':userId')
  @Permissions('users:read')
  @DocReadUser()
  async read(
    @CurrentUser() caller: User,
    @Param('userId', IdParamPipe) id: string,
    @Res({ passthrough: true }) reply: HeaderReply,
  ): Promise<UserResponse | ShortUserResponse> {
    return viewOf(caller, tagged(reply, await this.users.read(caller, id)));
  }

  @Patch(':userId')
  @Permissions('users:update')
  @DocUpdateUser()
  async update(
    @CurrentUser() caller: User,
    @Param('userId', IdParamPipe) id: string,
    @Body() dto: ProfileDto,
    @IfMatch() expected: ExpectedVersion,
    @From() origin: RequestContext,
    @Res({ passthrough: true }) reply: HeaderReply,
  ): Promise<UserResponse | ShortUserResponse> {
    const order = { id, fields: givenProfile(dto), expected, origin };
    const user = await this.users.updateProfile(caller, 'users:update', order);
    return viewOf(caller, tagged(reply, user));
  }

  @Delete(':userId')
  @HttpCode(204)
  @ReadsNoBody()
  @Permissions('users:delete')
  @DocDeleteUser()
  async delete(
    @CurrentUser() caller: User,
    @Param('userId', IdParamPipe) id: string,
    @IfMatch() expected: ExpectedVersion,
    @From() origin: RequestContext,
  ): Promise<void> {
    await this.states.delete(caller, { id, expected, reason: null, origin });
  }
}
