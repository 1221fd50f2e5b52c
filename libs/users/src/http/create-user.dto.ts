import type { Role } from '@janus/access';
import { roles } from '@janus/access';
import { IsEmailAddress, OptionalBody } from '@janus/http';
import { normalizeEmail } from '@janus/kernel';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { InvitationLink } from '../invitations/invitation-link.js';
import type { InvitationWay } from '../invitations/invitation-links.service.js';
import type { NewUserRequest } from '../invitations/user-creation.service.js';
import { ProfileDto, wholeProfile } from './profile.dto.js';
import type { User } from '../user.js';
import { UserResponse, toUserResponse } from './user.response.js';

const ways: readonly InvitationWay[] = ['mail', 'link'];

/** How an invitation gets to the user. */
function InviteField(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      type: 'string',
      nullable: true,
      enum: ways,
      description:
        '`mail`: it is mailed. `link`: the answer has it, once. By default `mail` where mail goes out by SMTP.',
      example: 'link',
    }),
    IsOptional(),
    IsIn(ways),
  );
}

export class CreateUserDto extends ProfileDto {
  @ApiProperty({ type: 'string', format: 'email', maxLength: 254, example: 'grace@example.com' })
  @IsEmailAddress()
  email: string;

  @ApiPropertyOptional({ type: 'string', enum: roles, default: 'user', example: 'user' })
  @IsOptional()
  @IsIn(roles)
  role?: Role | null;

  @InviteField()
  invite?: InvitationWay | null;
}

/** `POST /users/{userId}/send-invitation`. */
@OptionalBody()
export class SendInvitationDto {
  @InviteField()
  invite?: InvitationWay | null;
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
  @ApiPropertyOptional({ type: InvitationResponse, description: 'Absent if it was mailed.' })
  invitation?: InvitationResponse;
}

/** @param dto validated: the address is one */
export function toNewUserRequest(dto: CreateUserDto): NewUserRequest {
  return {
    email: normalizeEmail(dto.email) ?? '',
    role: dto.role ?? 'user',
    invite: dto.invite ?? null,
    ...wholeProfile(dto),
  };
}

export function toCreatedUserResponse(user: User, invitation: InvitationLink | null): CreatedUserResponse {
  if (!invitation) return toUserResponse(user);
  const { url, token, expiresAt } = invitation;
  return Object.assign(toUserResponse(user), { invitation: { url, token, expiresAt: expiresAt.toISOString() } });
}
