import { Public } from '@janus/access';
import type { RequestContext } from '@janus/http';
import { From, RateLimited } from '@janus/http';
import type { HeaderReply } from '@janus/users/http';
import { IdempotencyInterceptor, UserResponse, tagged, toUserResponse, userLocation } from '@janus/users/http';
import { USERS_OPTIONS } from '@janus/users';
import type { UsersOptions } from '@janus/users';
import { Body, Controller, Get, HttpCode, Inject, Post, Req, Res, UseGuards, UseInterceptors } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { LoginService } from '../login/login.service.js';
import { RegistrationService } from '../registration/registration.service.js';
import { PasswordPolicyService } from '../passwords/password-policy.service.js';
import { LogoutService } from '../sessions/logout.service.js';
import { RefreshService } from '../sessions/refresh.service.js';
import { DocLogin, DocLogout, DocPasswordPolicy, DocRefresh, DocRegister } from './auth.docs.js';
import { LoginDto, LogoutDto, RefreshDto, RegisterDto, toLogin, toRegistration } from './auth.dto.js';
import { bearerOf } from './bearer.js';
import type { StatusResponse } from './mail-flows.dto.js';
import type { PasswordPolicyResponse } from './password-policy.response.js';
import { toPasswordPolicyResponse } from './password-policy.response.js';
import { RefreshSubject } from './refresh-subject.js';
import { RegistrationOpenGuard } from './registration-open.guard.js';
import type { TokenResponse } from './token.response.js';
import { toTokenResponse } from './token.response.js';

@Controller('auth')
@Public()
export class AuthController {
  constructor(
    private readonly registration: RegistrationService,
    private readonly logins: LoginService,
    private readonly refreshes: RefreshService,
    private readonly logouts: LogoutService,
    private readonly policy: PasswordPolicyService,
    @Inject(USERS_OPTIONS) private readonly options: UsersOptions,
  ) {}

  @Post('register')
  @RateLimited('register-ip')
  @UseGuards(RegistrationOpenGuard)
  @UseInterceptors(IdempotencyInterceptor)
  @DocRegister()
  async register(
    @Body() dto: RegisterDto,
    @From() origin: RequestContext,
    @Res({ passthrough: true }) reply: HeaderReply & { code(status: number): unknown },
  ): Promise<UserResponse | StatusResponse> {
    const user = await this.registration.register(toRegistration(dto), origin);
    if (!user) {
      reply.code(202);
      return { status: 'verification_sent' };
    }
    reply.header('Location', userLocation(this.options.publicUrl(), user));
    return toUserResponse(tagged(reply, user));
  }

  @Post('login')
  @RateLimited('login-ip')
  @HttpCode(200)
  @DocLogin()
  async login(@Body() dto: LoginDto, @From() origin: RequestContext): Promise<TokenResponse> {
    return toTokenResponse(await this.logins.login(toLogin(dto), origin));
  }

  @Get('password-policy')
  @DocPasswordPolicy()
  passwordPolicy(): PasswordPolicyResponse {
    return toPasswordPolicyResponse(this.policy);
  }

  @Post('refresh')
  @RateLimited('refresh-session', RefreshSubject)
  @HttpCode(200)
  @DocRefresh()
  async refresh(@Body() { refreshToken }: RefreshDto, @From() origin: RequestContext): Promise<TokenResponse> {
    return toTokenResponse(await this.refreshes.refresh(refreshToken, origin));
  }

  @Post('logout')
  @HttpCode(204)
  @DocLogout()
  async logout(@Body() dto: LogoutDto, @Req() request: FastifyRequest, @From() origin: RequestContext): Promise<void> {
    const { refreshToken = null, everywhere } = dto;
    const bearer = bearerOf(request.headers.authorization);
    await this.logouts.logout({ refreshToken, bearer, everywhere: everywhere ?? false }, origin);
  }
}
