import type { User } from '@janus/access';
import { CurrentUser, Permissions, Public } from '@janus/access';
import type { ExpectedVersion, UsersOptions } from '@janus/users';
import { USERS_OPTIONS } from '@janus/users';
import type { HeaderReply } from '@janus/users/http';
import { IfMatch, UserResponse, tagged, toUserResponse, userLocation } from '@janus/users/http';
import { Body, Controller, Delete, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { AccountService } from '../account/account.service.js';
import { AcceptInvitationService } from '../registration/accept-invitation.service.js';
import { SetupService } from '../setup/setup.service.js';
import { DocAcceptInvitation, DocDeleteMe, DocSetup } from './auth.docs.js';
import { AcceptInvitationDto, DeleteMeDto, SetupDto, toFirstAdmin } from './auth.dto.js';

/** Accounts at their beginning and end. */
@Controller()
export class AccountController {
  constructor(
    private readonly accounts: AccountService,
    private readonly invitations: AcceptInvitationService,
    private readonly setups: SetupService,
    @Inject(USERS_OPTIONS) private readonly options: UsersOptions,
  ) {}

  @Post('setup')
  @Public()
  @DocSetup()
  async setup(@Body() dto: SetupDto, @Res({ passthrough: true }) reply: HeaderReply): Promise<UserResponse> {
    const user = await this.setups.createWithToken(dto.token, toFirstAdmin(dto));
    reply.header('Location', userLocation(this.options.publicUrl(), user));
    return toUserResponse(tagged(reply, user));
  }

  @Post('auth/accept-invitation')
  @HttpCode(204)
  @Public()
  @DocAcceptInvitation()
  async acceptInvitation(@Body() { token, newPassword }: AcceptInvitationDto): Promise<void> {
    await this.invitations.accept(token, newPassword);
  }

  @Delete('users/me')
  @HttpCode(204)
  @Permissions('profile:delete')
  @DocDeleteMe()
  async deleteMe(
    @CurrentUser() caller: User,
    @Body() { currentPassword }: DeleteMeDto,
    @IfMatch() expected: ExpectedVersion,
  ): Promise<void> {
    await this.accounts.delete(caller, currentPassword, expected);
  }
}
