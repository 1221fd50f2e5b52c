import type { User } from '@janus/access';
import { CurrentUser, Permissions } from '@janus/access';
import type { RequestContext } from '@janus/http';
import { From, IdParamPipe } from '@janus/http';
import { Body, Controller, Inject, Param, Post, Res, UseInterceptors } from '@nestjs/common';
import { ReinvitationService } from '../invitations/reinvitation.service.js';
import { UserCreationService } from '../invitations/user-creation.service.js';
import type { UsersOptions } from '../users.options.js';
import { USERS_OPTIONS } from '../users.options.js';
import type { CreatedUserResponse } from './create-user.dto.js';
import { CreateUserDto, SendInvitationDto, toCreatedUserResponse, toNewUserRequest } from './create-user.dto.js';
import type { HeaderReply } from './etag.js';
import { tagged } from './etag.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { userLocation } from './user-location.js';
import { DocCreateUser, DocSendInvitation } from './users.docs.js';

@Controller('users')
export class UserCreationController {
  constructor(
    private readonly creation: UserCreationService,
    private readonly reinvitations: ReinvitationService,
    @Inject(USERS_OPTIONS) private readonly options: UsersOptions,
  ) {}

  @Post()
  @UseInterceptors(IdempotencyInterceptor)
  @Permissions('users:create')
  @DocCreateUser()
  async create(
    @CurrentUser() caller: User,
    @Body() dto: CreateUserDto,
    @From() origin: RequestContext,
    @Res({ passthrough: true }) reply: HeaderReply,
  ): Promise<CreatedUserResponse> {
    const { user, invitation } = await this.creation.create(caller, toNewUserRequest(dto), origin);
    reply.header('Location', userLocation(this.options.publicUrl(), user));
    return toCreatedUserResponse(tagged(reply, user), invitation);
  }

  @Post(':userId/send-invitation')
  @Permissions('users:create')
  @DocSendInvitation()
  async sendInvitation(
    @CurrentUser() caller: User,
    @Param('userId', IdParamPipe) id: string,
    @Body() { invite = null }: SendInvitationDto,
    @From() origin: RequestContext,
    @Res({ passthrough: true }) reply: HeaderReply,
  ): Promise<CreatedUserResponse> {
    const { user, invitation } = await this.reinvitations.invite(caller, id, invite, origin);
    reply.header('Location', userLocation(this.options.publicUrl(), user));
    return toCreatedUserResponse(tagged(reply, user), invitation);
  }
}
