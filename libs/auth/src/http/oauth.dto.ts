import { FormFields } from '@janus/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';

// Whatever a form can hold: what is no token gets an answer, and no refusal.
const text = { message: 'must be a text' };

/** The parameters of RFC 7662 section 2.1 and RFC 7009 section 2.1. */
@FormFields()
export class TokenFormDto {
  @ApiProperty({
    type: 'string',
    description: 'An access token or a refresh token.',
    example: '019ab4c8-5f00-7c3e-8a6b-0c5d4e3f2a1b.mY3kQ9…',
  })
  @IsString(text)
  token: string;

  @ApiPropertyOptional({
    type: 'string',
    description: '`access_token` or `refresh_token`. Only a hint: the token itself tells its kind.',
    example: 'refresh_token',
  })
  @IsOptional()
  @IsString(text)
  token_type_hint?: string;
}
