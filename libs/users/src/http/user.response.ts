import type { Role } from '@janus/access';
import { roles } from '@janus/access';
import { ApiProperty } from '@nestjs/swagger';
import type { User } from '../user.js';
import { seesAllFields } from '../users.service.js';

const nullableText = { type: 'string', nullable: true } as const;
const instant = { type: 'string', format: 'date-time', example: '2026-11-24T10:00:00.000Z' } as const;

/** What everybody who may list users sees of them. */
export class ShortUserResponse {
  @ApiProperty({
    type: 'string',
    format: 'uuid',
    description: 'UUIDv7.',
    example: '019ab4c8-5f00-7c3e-8a6b-0c5d4e3f2a1b',
  })
  id: string;

  @ApiProperty({ ...nullableText, example: 'Ada' })
  displayName: string | null;

  @ApiProperty({ type: 'string', enum: roles, example: 'user' })
  role: Role;

  @ApiProperty({ type: 'boolean', description: 'False while suspended.', example: true })
  isActive: boolean;

  @ApiProperty(instant)
  createdAt: string;

  @ApiProperty({ ...instant, nullable: true })
  lastLoginAt: string | null;
}

/** A user as the user and administrators see it. */
export class UserResponse extends ShortUserResponse {
  @ApiProperty({ type: 'string', format: 'email', example: 'ada@example.com' })
  email: string;

  @ApiProperty({ type: 'boolean', example: false })
  emailVerified: boolean;

  @ApiProperty({ ...nullableText, example: 'Ada' })
  firstName: string | null;

  @ApiProperty({ ...nullableText, example: 'Lovelace' })
  lastName: string | null;

  @ApiProperty({ ...nullableText, example: 'en-GB' })
  locale: string | null;

  @ApiProperty(instant)
  updatedAt: string;

  @ApiProperty({ ...instant, nullable: true, example: null, description: 'Set for a deleted user.' })
  deletedAt: string | null;
}

export function toUserResponse(user: User): UserResponse {
  return {
    id: user.id,
    email: user.email,
    emailVerified: user.emailVerified,
    displayName: user.displayName,
    firstName: user.firstName,
    lastName: user.lastName,
    locale: user.locale,
    role: user.role,
    isActive: user.isActive,
    createdAt: user.createdAt.toISOString(),
    updatedAt: user.updatedAt.toISOString(),
    lastLoginAt: user.lastLoginAt?.toISOString() ?? null,
    deletedAt: user.deletedAt?.toISOString() ?? null,
  };
}

/** The form in which this caller sees this user: the short one of others if the caller only sees those below. */
export function viewOf(caller: User, user: User): UserResponse | ShortUserResponse {
  if (caller.id === user.id || seesAllFields(caller)) return toUserResponse(user);
  const { id, displayName, role, isActive, createdAt, lastLoginAt } = toUserResponse(user);
  return { id, displayName, role, isActive, createdAt, lastLoginAt };
}
