import type { Role } from '@janus/access';
import { roles } from '@janus/access';
import { IsText, OptionalBody } from '@janus/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

const reason = {
  type: 'string',
  nullable: true,
  minLength: 1,
  maxLength: 500,
  description: 'Why. Kept in the audit log.',
  example: 'asked for by the owner',
} as const;

/** `POST /users/{userId}/suspend`, `/unsuspend`, `/restore`. */
@OptionalBody()
export class ChangeStateDto {
  @ApiPropertyOptional(reason)
  @IsOptional()
  @IsText({ min: 1, max: 500 })
  reason?: string | null;
}

/** `PATCH /users/{userId}/role`. */
export class ChangeRoleDto {
  @ApiProperty({ type: 'string', enum: roles, example: 'moderator' })
  @IsIn(roles)
  role: Role;

  @ApiPropertyOptional(reason)
  @IsOptional()
  @IsText({ min: 1, max: 500 })
  reason?: string | null;
}
