import type { EndReason } from '@janus/access';
import { endReasons } from '@janus/access';
import { UserResponse, toUserResponse } from '@janus/users/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { TokenGrant } from '../sessions/token-grant.js';

export class NoticeResponse {
  @ApiProperty({ type: 'string', enum: endReasons, example: 'refresh_reuse' })
  reason: EndReason;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-11-24T09:00:00.000Z' })
  at: string;

  @ApiProperty({ type: 'string', nullable: true, example: "Ada's phone" })
  device: string | null;
}

/** RFC 6749 section 5.1, in the camelCase of this API. */
export class TokenResponse {
  @ApiProperty({ type: 'string', description: 'JWT, for `Authorization: Bearer`.', example: 'eyJhbGciOiJFUzI1NiIs…' })
  accessToken: string;

  @ApiProperty({ type: 'string', enum: ['Bearer'], example: 'Bearer' })
  tokenType: 'Bearer';

  @ApiProperty({ type: 'integer', description: 'Seconds until the access token expires.', example: 3600 })
  expiresIn: number;

  @ApiProperty({
    type: 'string',
    description: 'For `POST /auth/refresh`, once.',
    example: '019ab4c8-5f00-7c3e-8a6b-0c5d4e3f2a1b.mY3kQ9…',
  })
  refreshToken: string;

  @ApiProperty({ type: 'integer', description: 'Seconds until the session ends if nobody refreshes.', example: 604800 })
  refreshExpiresIn: number;

  @ApiProperty({ type: UserResponse })
  user: UserResponse;

  @ApiPropertyOptional({
    type: [NoticeResponse],
    description: "Sessions that ended since the last sign-in, not by the owner's doing; absent if there are none.",
  })
  notices?: NoticeResponse[];
}

export function toTokenResponse({ notices, user, ...tokens }: TokenGrant): TokenResponse {
  const { accessToken, expiresIn, refreshToken, refreshExpiresIn } = tokens;
  return {
    accessToken,
    tokenType: 'Bearer',
    expiresIn,
    refreshToken,
    refreshExpiresIn,
    user: toUserResponse(user),
    ...(notices.length > 0
      ? { notices: notices.map(({ at, ...notice }) => ({ ...notice, at: at.toISOString() })) }
      : {}),
  };
}
