import type { Action, Role } from '@janus/access';
import { actions, roles, rowOf } from '@janus/access';
import { IsUuid7 } from '@janus/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { ValidationArguments } from 'class-validator';
import { IsIn, IsOptional, ValidateBy } from 'class-validator';
import type { Explanation, Question } from '../policy/explain.service.js';
import { policyRules } from '../policy/policy-rules.js';

const withRole: readonly Action[] = ['users:change-role', 'users:create'];
const reasons = [...new Set(['ALLOWED', 'NOT_ACTIVE', ...policyRules.map(({ reason }) => reason)])];
const exampleId = '019ab4c8-5f00-7c3e-8a6b-0c5d4e3f2a1b';

/** A field that some actions have. Of an unknown action nothing is said here: it is a mistake of its own. */
function OnlyFor(message: string, takesIt: (action: Action) => boolean): PropertyDecorator {
  const validate = (_: unknown, { object }: ValidationArguments = {} as ValidationArguments) => {
    const { action } = object as { action?: unknown };
    return !actions.includes(action as Action) || takesIt(action as Action);
  };
  return ValidateBy({ name: 'onlyFor', validator: { validate, defaultMessage: () => message } });
}

/** `POST /authz/explain`. */
export class ExplainDto {
  @ApiProperty({ type: 'string', enum: actions, example: 'users:change-role' })
  @IsIn(actions)
  action: Action;

  @ApiPropertyOptional({
    type: 'string',
    format: 'uuid',
    nullable: true,
    description:
      'Whom it would be done to; not for actions without a target. Without it only the role is looked at, and what is always done to oneself is.',
    example: exampleId,
  })
  @IsOptional()
  @IsUuid7()
  @OnlyFor('has no meaning here: this action has no target', (action) => rowOf(action).target !== 'nobody')
  targetId?: string | null;

  @ApiPropertyOptional({
    type: 'string',
    enum: roles,
    description: 'The role to give; only for `users:change-role` and `users:create`.',
    example: 'moderator',
  })
  @IsOptional()
  @IsIn(roles)
  @OnlyFor('has no meaning here: this action gives no role', (action) => withRole.includes(action))
  role?: Role | null;

  @ApiPropertyOptional({
    type: 'string',
    format: 'uuid',
    nullable: true,
    description: 'Who would do it; without it, the caller.',
    example: '019ab4c8-6a11-7d2e-9b7c-1d2e3f4a5b6c',
  })
  @IsOptional()
  @IsUuid7()
  actorId?: string | null;
}

export class ExplanationResponse {
  @ApiProperty({ type: 'boolean', example: false })
  allowed: boolean;

  @ApiProperty({
    type: 'string',
    enum: reasons,
    description:
      'The code that the call would be refused with; `NOT_ACTIVE` if the actor is suspended or deleted and cannot call at all.',
    example: 'TARGET_NOT_BELOW',
  })
  reason: Explanation['reason'];

  @ApiProperty({ type: 'integer', description: 'The number of the rule that refuses; 0 if none does.', example: 5 })
  rule: number;

  @ApiProperty({
    type: 'string',
    description: 'For people.',
    example: 'The target’s role is not strictly below the actor’s.',
  })
  detail: string;
}

export function toQuestion({ actorId, action, targetId, role }: ExplainDto): Question {
  return { actorId: actorId ?? null, action, targetId: targetId ?? null, role: role ?? null };
}

export function toExplanationResponse({ allowed, reason, rule, detail }: Explanation): ExplanationResponse {
  return { allowed, reason, rule, detail };
}
