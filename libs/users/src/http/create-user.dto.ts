import type { Role } from '@janus/access';
import { roles } from '@janus/access';
import { IsEmailAddress } from '@janus/http';
import { normalizeEmail } from '@janus/kernel';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { InvitationLink, NewUserRequest } from '../invitations/user-creation.service.js';
import { ProfileDto, wholeProfile } from './profile.dto.js';
import { UserResponse } from './user.response.js';

export class CreateUserDto extends ProfileDto {
  @ApiProperty({ type: 'string', format: 'email', maxLength: 254, example: 'grace@example.com' })
  @IsEmailAddress()
  email: string;

  @ApiPropertyOptional({ type: 'string', enum: roles, default: 'user', example: 'user' })
  @IsOptional()
  @IsIn(roles)
  role?: Role | null;

  @ApiPropertyOptional({ type: 'string', enum: ['link'], default: 'link', description: 'This version sends no mail.' })
  @IsOptional()
  @IsIn(['link'], { message: 'must be link: this version sends no mail' })
  invite?: 'link' | null;
}

/** The link with which the new user chooses a password. It is shown this once. */
export class InvitationResponse {
  @ApiProperty({
    type: 'string',
    format: 'uri',
    example: 'https://id.example.com/account/accept-invitation#token=Zx8cV3kq1oU4c0l5YwTnQ2eS7rJ9pB6mA1dF3gH5iKs',
  })
  url: string;

  @ApiProperty({
    type: 'string',
    description: 'For `POST /auth/accept-invitation`.',
    example: 'Zx8cV3kq1oU4c0l5YwTnQ2eS7rJ9pB6mA1dF3gH5iKs',
  })
  token: string;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-12-01T10:00:00.000Z' })
  expiresAt: string;
}

export class CreatedUserResponse extends UserResponse {
  @ApiProperty({ type: InvitationResponse })
  invitation: InvitationResponse;
}

/** @param dto validated: the address is one */
export function toNewUserRequest(dto: CreateUserDto): NewUserRequest {
  return { email: normalizeEmail(dto.email) ?? '', role: dto.role ?? 'user', ...wholeProfile(dto) };
}

export function toInvitationResponse({ url, token, expiresAt }: InvitationLink): InvitationResponse {
  return { url, token, expiresAt: expiresAt.toISOString() };
}
