import { ApiProperty } from '@nestjs/swagger';
import type { Action, Scope, Target } from '../matrix.js';
import { actions, rowOf, scopesOf } from '../matrix.js';
import type { Role } from '../roles.js';
import { levelOf, roles } from '../roles.js';

const scopes = ['any', 'below', 'self'];
const targets = ['user', 'oneself', 'nobody'];

export class RoleResponse {
  @ApiProperty({ type: 'string', enum: roles, example: 'moderator' })
  role: Role;

  @ApiProperty({ type: 'integer', description: 'A role may manage strictly lower ones.', example: 60 })
  level: number;
}

export class ActionResponse {
  @ApiProperty({ type: 'string', enum: actions, example: 'users:suspend' })
  action: Action;

  @ApiProperty({ type: 'string', example: 'Suspend a user' })
  title: string;

  @ApiProperty({
    type: 'string',
    enum: targets,
    description: 'Whom it is done to: a user, always oneself, or nobody in particular.',
    example: 'user',
  })
  target: Target;

  @ApiProperty({
    type: 'object',
    description:
      'How far each role reaches: `any` (everybody), `below` (strictly lower roles), `self`; an empty list: not at all.',
    additionalProperties: { type: 'array', items: { type: 'string', enum: scopes } },
    example: { super_admin: ['any'], admin: ['below'], moderator: ['below'], user: [], guest: [] },
  })
  scopes: Partial<Record<Role, readonly Scope[]>>;
}

export class MatrixResponse {
  @ApiProperty({ type: [RoleResponse], description: 'The highest first; only one’s own for users and guests.' })
  roles: RoleResponse[];

  @ApiProperty({ type: [ActionResponse] })
  actions: ActionResponse[];
}

/** The matrix as this role may read it: whole, or cut to its own column. */
export function toMatrixResponse(reader: Role): MatrixResponse {
  const seen = scopesOf(reader, 'roles:read').includes('any') ? roles : [reader];
  return {
    roles: seen.map((role) => ({ role, level: levelOf(role) })),
    actions: actions.map((action) => {
      const { title, target } = rowOf(action);
      return { action, title, target, scopes: Object.fromEntries(seen.map((role) => [role, scopesOf(role, action)])) };
    }),
  };
}
