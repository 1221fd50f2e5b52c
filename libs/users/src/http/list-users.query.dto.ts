import { isRole, roles } from '@janus/access';
import { IsQueryBoolean, IsText, PageQueryDto } from '@janus/http';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { UserSortField } from '../users.repository.js';
import type { UserListQuestion } from '../users.service.js';

const sorts = ['createdAt', '-createdAt', 'email', '-email', 'lastLoginAt', '-lastLoginAt'] as const;

/** `GET /users`. Every value is a text, as it stands in the URL. */
export class ListUsersQueryDto extends PageQueryDto {
  @ApiPropertyOptional({
    enum: sorts,
    default: '-createdAt',
    description: 'Ties by id in the same direction; nulls last.',
  })
  @IsOptional()
  @IsIn(sorts)
  sort?: (typeof sorts)[number];

  @ApiPropertyOptional({ enum: roles })
  @IsOptional()
  @IsIn(roles)
  role?: string;

  @ApiPropertyOptional({ enum: ['true', 'false'] })
  @IsOptional()
  @IsQueryBoolean()
  isActive?: string;

  @ApiPropertyOptional({ enum: ['true', 'false'], description: 'Not for moderators.' })
  @IsOptional()
  @IsQueryBoolean()
  emailVerified?: string;

  @ApiPropertyOptional({ enum: ['true', 'false'], description: 'Not for moderators.' })
  @IsOptional()
  @IsQueryBoolean()
  includeDeleted?: string;

  @ApiPropertyOptional({
    type: 'string',
    minLength: 1,
    maxLength: 100,
    example: 'ada',
    description:
      'Literal prefix of address or display name, whatever the case; for moderators of the display name only.',
  })
  @IsOptional()
  @IsText({ min: 1, max: 100 })
  q?: string;
}

/** The request without its position and size, which `UserPages` adds. */
export function toListRequest(dto: ListUsersQueryDto): UserListQuestion {
  const sort = dto.sort ?? '-createdAt';
  return {
    sort: sort.replace('-', '') as UserSortField,
    descending: sort.startsWith('-'),
    role: isRole(dto.role) ? dto.role : null,
    isActive: toBoolean(dto.isActive),
    emailVerified: toBoolean(dto.emailVerified),
    includeDeleted: toBoolean(dto.includeDeleted),
    q: dto.q ?? null,
  };
}

function toBoolean(text: string | undefined): boolean | null {
  return text === undefined ? null : text === 'true';
}
