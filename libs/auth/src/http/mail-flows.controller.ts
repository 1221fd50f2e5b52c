import { Public } from '@janus/access';
import type { RequestContext } from '@janus/http';
import { From, RateLimited } from '@janus/http';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { EmailChangeService } from '../email-change/email-change.service.js';
import { EmailVerificationService } from '../email-verification/email-verification.service.js';
import { PasswordResetService } from '../password-reset/password-reset.service.js';
import { ResetLinkService } from '../password-reset/reset-link.service.js';
import {
  DocConfirmEmailChange,
  DocForgotPassword,
  DocResendVerification,
  DocResetPassword,
  DocUndoEmailChange,
  DocVerifyEmail,
} from './mail-flows.docs.js';
import type { StatusResponse } from './mail-flows.dto.js';
import { EmailDto, LinkTokenDto, ResetPasswordDto, normalized } from './mail-flows.dto.js';

const sentIfKnown: StatusResponse = { status: 'sent_if_known' };

/** What people do with mails and their links, signed in or not. */
@Controller('auth')
@Public()
export class MailFlowsController {
  constructor(
    private readonly verification: EmailVerificationService,
    private readonly resetLinks: ResetLinkService,
    private readonly resets: PasswordResetService,
    private readonly changes: EmailChangeService,
  ) {}

  @Post('verify-email')
  @RateLimited('login-ip')
  @HttpCode(204)
  @DocVerifyEmail()
  async verifyEmail(@Body() { token }: LinkTokenDto, @From() origin: RequestContext): Promise<void> {
    await this.verification.verify(token, origin);
  }

  @Post('resend-verification')
  @HttpCode(202)
  @DocResendVerification()
  async resendVerification(@Body() { email }: EmailDto, @From() origin: RequestContext): Promise<StatusResponse> {
    await this.verification.resend(normalized(email), origin);
    return sentIfKnown;
  }

  @Post('forgot-password')
  @HttpCode(202)
  @DocForgotPassword()
  async forgotPassword(@Body() { email }: EmailDto, @From() origin: RequestContext): Promise<StatusResponse> {
    await this.resetLinks.forgot(normalized(email), origin);
    return sentIfKnown;
  }

  @Post('reset-password')
  @RateLimited('login-ip')
  @HttpCode(204)
  @DocResetPassword()
  async resetPassword(@Body() { token, newPassword }: ResetPasswordDto, @From() origin: RequestContext): Promise<void> {
    await this.resets.reset(token, newPassword, origin);
  }

  @Post('confirm-email-change')
  @RateLimited('login-ip')
  @HttpCode(204)
  @DocConfirmEmailChange()
  async confirmEmailChange(@Body() { token }: LinkTokenDto, @From() origin: RequestContext): Promise<void> {
    await this.changes.confirm(token, origin);
  }

  @Post('undo-email-change')
  @RateLimited('login-ip')
  @HttpCode(204)
  @DocUndoEmailChange()
  async undoEmailChange(@Body() { token }: LinkTokenDto, @From() origin: RequestContext): Promise<void> {
    await this.changes.undo(token, origin);
  }
}
