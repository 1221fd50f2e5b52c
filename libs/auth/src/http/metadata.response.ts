import { ApiProperty } from '@nestjs/swagger';

const origin = 'https://id.example.com';
const list = { type: 'array', items: { type: 'string' } } as const;

/** RFC 8414 section 2. */
export class MetadataResponse {
  @ApiProperty({ type: 'string', format: 'uri', description: 'The `iss` of every token.', example: origin })
  issuer: string;

  @ApiProperty({ type: 'string', format: 'uri', example: `${origin}/.well-known/jwks.json` })
  jwks_uri: string;

  @ApiProperty({ type: 'string', format: 'uri', example: `${origin}/api/v1/oauth/introspect` })
  introspection_endpoint: string;

  @ApiProperty({ ...list, example: ['client_secret_basic'] })
  introspection_endpoint_auth_methods_supported: readonly string[];

  @ApiProperty({ type: 'string', format: 'uri', example: `${origin}/api/v1/oauth/revoke` })
  revocation_endpoint: string;

  @ApiProperty({ ...list, example: ['client_secret_basic'] })
  revocation_endpoint_auth_methods_supported: readonly string[];

  @ApiProperty({ ...list, description: 'None: there is no authorization endpoint.', example: [] })
  response_types_supported: readonly string[];

  @ApiProperty({ ...list, description: 'None: there is no token endpoint.', example: [] })
  grant_types_supported: readonly string[];

  @ApiProperty({ type: 'string', format: 'uri', example: `${origin}/docs` })
  service_documentation: string;
}

/** @param publicUrl where clients reach the service; it may have a path */
export function toMetadataResponse(publicUrl: string, issuer: string): MetadataResponse {
  const authMethods = ['client_secret_basic'];
  return {
    issuer,
    jwks_uri: `${publicUrl}/.well-known/jwks.json`,
    introspection_endpoint: `${publicUrl}/api/v1/oauth/introspect`,
    introspection_endpoint_auth_methods_supported: authMethods,
    revocation_endpoint: `${publicUrl}/api/v1/oauth/revoke`,
    revocation_endpoint_auth_methods_supported: authMethods,
    // Required, and without it the next one would mean the code and implicit grants: so both are told, empty as they are.
    response_types_supported: [],
    grant_types_supported: [],
    service_documentation: `${publicUrl}/docs`,
  };
}
