import { Public } from '@janus/access';
import { Operation } from '@janus/http';
import type { HeaderReply } from '@janus/users/http';
import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import type { AuthOptions } from '../auth.options.js';
import { AUTH_OPTIONS } from '../auth.options.js';
import { SigningKeysService } from '../tokens/signing-keys.service.js';

const exampleKey = {
  kty: 'EC',
  crv: 'P-256',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
  kid: 'QW9c…',
  alg: 'ES256',
  use: 'sig',
};

/** RFC 7517 section 5. */
export class JwksResponse {
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true }, example: [exampleKey] })
  keys: readonly unknown[];
}

@Controller('.well-known')
@Public()
export class JwksController {
  constructor(
    private readonly keys: SigningKeysService,
    @Inject(AUTH_OPTIONS) private readonly options: AuthOptions,
  ) {}

  @Get('jwks.json')
  @Operation({
    id: 'readJwks',
    isUnlimited: true,
    tag: 'keys',
    summary: 'The public keys that verify access tokens',
    description: 'JSON Web Key Set (RFC 7517). Empty where tokens are signed with HS256.',
    status: 200,
    answer: 'The keys.',
    type: JwksResponse,
  })
  read(@Res({ passthrough: true }) reply: HeaderReply): JwksResponse {
    // A key that is next is published for as long before it signs.
    reply.header('Cache-Control', `public, max-age=${this.options.tokens.jwksCacheSeconds}`);
    return this.keys.jwks();
  }
}
