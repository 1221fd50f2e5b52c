import type { User } from '@janus/access';
import { CurrentUser, Permissions } from '@janus/access';
import type { RequestContext } from '@janus/http';
import { From } from '@janus/http';
import { Body, Controller, Inject, Post, Res, UseInterceptors } from '@nestjs/common';
import { UserCreationService } from '../invitations/user-creation.service.js';
import type { UsersOptions } from '../users.options.js';
import { USERS_OPTIONS } from '../users.options.js';
import type { CreatedUserResponse } from './create-user.dto.js';
import { CreateUserDto, toInvitationResponse, toNewUserRequest } from './create-user.dto.js';
import type { HeaderReply } from './etag.js';
import { tagged } from './etag.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { userLocation } from './user-location.js';
import { toUserResponse } from './user.response.js';
import { DocCreateUser } from './users.docs.js';

@Controller('users')
export class UserCreationController {
  constructor(
    private readonly creation: UserCreationService,
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
    return Object.assign(toUserResponse(tagged(reply, user)), { invitation: toInvitationResponse(invitation) });
  }
}
