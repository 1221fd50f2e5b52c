import type { Caller, User } from '@janus/access';
import { CurrentCaller, CurrentUser, Permissions, Public } from '@janus/access';
import type { RequestContext } from '@janus/http';
import { From, RateLimited } from '@janus/http';
import type { ExpectedVersion, UsersOptions } from '@janus/users';
import { USERS_OPTIONS } from '@janus/users';
import type { HeaderReply } from '@janus/users/http';
import { IfMatch, UserResponse, tagged, toUserResponse, userLocation } from '@janus/users/http';
import { Body, Controller, Delete, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { AccountService } from '../account/account.service.js';
import { PasswordChangeService } from '../account/password-change.service.js';
import { AcceptInvitationService } from '../registration/accept-invitation.service.js';
import { SetupService } from '../setup/setup.service.js';
import { DocAcceptInvitation, DocChangePassword, DocDeleteMe, DocSetup } from './auth.docs.js';
import { AcceptInvitationDto, ChangePasswordDto, DeleteMeDto, SetupDto, toFirstAdmin } from './auth.dto.js';

/** Accounts at their beginning and end. */
@Controller()
export class AccountController {
  constructor(
    private readonly accounts: AccountService,
    private readonly passwords: PasswordChangeService,
    private readonly invitations: AcceptInvitationService,
    private readonly setups: SetupService,
    @Inject(USERS_OPTIONS) private readonly options: UsersOptions,
  ) {}

  @Post('setup')
  @RateLimited('login-ip')
  @Public()
  @DocSetup()
  async setup(
    @Body() dto: SetupDto,
    @From() origin: RequestContext,
    @Res({ passthrough: true }) reply: HeaderReply,
  ): Promise<UserResponse> {
    const user = await this.setups.createWithToken(dto.token, toFirstAdmin(dto), origin);
    reply.header('Location', userLocation(this.options.publicUrl(), user));
    return toUserResponse(tagged(reply, user));
  }

  @Post('auth/accept-invitation')
  @RateLimited('login-ip')
  @HttpCode(204)
  @Public()
  @DocAcceptInvitation()
  async acceptInvitation(
    @Body() { token, newPassword }: AcceptInvitationDto,
    @From() origin: RequestContext,
  ): Promise<void> {
    await this.invitations.accept(token, newPassword, origin);
  }

  @Post('users/me/password')
  @HttpCode(204)
  @Permissions('password:change')
  @DocChangePassword()
  async changePassword(
    @CurrentCaller() caller: Caller,
    @Body() { currentPassword, newPassword }: ChangePasswordDto,
    @From() origin: RequestContext,
  ): Promise<void> {
    await this.passwords.change(caller, currentPassword, newPassword, origin);
  }

  @Delete('users/me')
  @HttpCode(204)
  @Permissions('profile:delete')
  @DocDeleteMe()
  async deleteMe(
    @CurrentUser() caller: User,
    @Body() { currentPassword }: DeleteMeDto,
    @IfMatch() expected: ExpectedVersion,
    @From() origin: RequestContext,
  ): Promise<void> {
    await this.accounts.delete(caller, currentPassword, expected, origin);
  }
}
