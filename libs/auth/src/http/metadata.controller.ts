import { Public } from '@janus/access';
import type { UsersOptions } from '@janus/users';
import { USERS_OPTIONS } from '@janus/users';
import { Controller, Get, Inject } from '@nestjs/common';
import type { AuthOptions } from '../auth.options.js';
import { AUTH_OPTIONS } from '../auth.options.js';
import type { MetadataResponse } from './metadata.response.js';
import { toMetadataResponse } from './metadata.response.js';
import { DocMetadata } from './oauth.docs.js';

@Controller('.well-known')
@Public()
export class MetadataController {
  constructor(
    @Inject(USERS_OPTIONS) private readonly users: UsersOptions,
    @Inject(AUTH_OPTIONS) private readonly auth: AuthOptions,
  ) {}

  @Get('oauth-authorization-server')
  @DocMetadata()
  read(): MetadataResponse {
    return toMetadataResponse(this.users.publicUrl(), this.auth.tokens.issuer());
  }
}
