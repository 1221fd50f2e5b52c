import { ForServices } from '@janus/access';
import type { RequestContext } from '@janus/http';
import { From, ReadsForm } from '@janus/http';
import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import type { AuthOptions } from '../auth.options.js';
import { AUTH_OPTIONS } from '../auth.options.js';
import { IntrospectionService } from '../oauth/introspection.service.js';
import { TokenRevocationService } from '../oauth/token-revocation.service.js';
import type { IntrospectionResponse } from './introspection.response.js';
import { toIntrospectionResponse } from './introspection.response.js';
import { DocIntrospect, DocRevoke } from './oauth.docs.js';
import { TokenFormDto } from './oauth.dto.js';

@Controller('oauth')
@ForServices()
export class OauthController {
  constructor(
    private readonly introspection: IntrospectionService,
    private readonly revocation: TokenRevocationService,
    @Inject(AUTH_OPTIONS) private readonly options: AuthOptions,
  ) {}

  @Post('introspect')
  @ReadsForm()
  @HttpCode(200)
  @DocIntrospect()
  async introspect(@Body() { token }: TokenFormDto): Promise<IntrospectionResponse> {
    return toIntrospectionResponse(await this.introspection.introspect(token), this.options.tokens.issuer());
  }

  @Post('revoke')
  @ReadsForm()
  @HttpCode(200)
  @DocRevoke()
  async revoke(@Body() { token }: TokenFormDto, @From() origin: RequestContext): Promise<void> {
    await this.revocation.revoke(token, origin);
  }
}
