import type { Role } from '@janus/access';
import { roles } from '@janus/access';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { ActiveToken } from '../oauth/introspection.service.js';

/** RFC 7662 section 2.2. Of a token that is not active nothing is told. */
export class IntrospectionResponse {
  @ApiProperty({ type: 'boolean', description: 'Whether the token is good now. If not, nothing else is told.' })
  active: boolean;

  @ApiPropertyOptional({
    type: 'string',
    enum: ['Bearer', 'refresh_token'],
    description: 'Only `Bearer` may be taken for an access token.',
    example: 'Bearer',
  })
  token_type?: 'Bearer' | 'refresh_token';

  @ApiPropertyOptional({
    type: 'string',
    format: 'uuid',
    description: 'The user.',
    example: '019ab4c8-5e00-7b2d-9c5a-1b4c3d2e1f0a',
  })
  sub?: string;

  @ApiPropertyOptional({
    type: 'string',
    format: 'uuid',
    description: 'The session.',
    example: '019ab4c8-5f00-7c3e-8a6b-0c5d4e3f2a1b',
  })
  sid?: string;

  @ApiPropertyOptional({
    type: 'string',
    format: 'uuid',
    description: 'Of access tokens.',
    example: '019ab4c8-6a11-7d2e-9b7c-1d2e3f4a5b6c',
  })
  jti?: string;

  @ApiPropertyOptional({ type: 'integer', description: 'Seconds since 1970.', example: 1_795_600_000 })
  iat?: number;

  @ApiPropertyOptional({ type: 'integer', description: 'Seconds since 1970.', example: 1_795_603_600 })
  exp?: number;

  @ApiPropertyOptional({ type: 'string', example: 'https://id.example.com' })
  iss?: string;

  @ApiPropertyOptional({ type: 'string', description: 'Of access tokens.', example: 'janus' })
  aud?: string;

  @ApiPropertyOptional({
    type: 'string',
    format: 'email',
    description: 'Of access tokens: the address of the user, as the database has it now.',
    example: 'ada@example.com',
  })
  username?: string;

  @ApiPropertyOptional({
    type: 'string',
    enum: roles,
    description: 'Of access tokens: the role of the user, as the database has it now.',
    example: 'user',
  })
  role?: Role;
}

/** @param issuer of refresh tokens, which do not name it themselves */
export function toIntrospectionResponse(token: ActiveToken | null, issuer: string): IntrospectionResponse {
  if (token === null) return { active: false };
  if (token.kind === 'refresh') {
    const { id: sid, userId: sub, createdAt, rotatedAt, expiresAt } = token.session;
    const [iat, exp] = [secondsOf(rotatedAt ?? createdAt), secondsOf(expiresAt)];
    return { active: true, token_type: 'refresh_token', sub, sid, iat, exp, iss: issuer };
  }
  const { sub, sid, jti, iat, exp, iss, aud } = token.claims;
  const { email: username, role } = token.user;
  return { active: true, token_type: 'Bearer', sub, sid, jti, iat, exp, iss, aud, username, role };
}

function secondsOf(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}
