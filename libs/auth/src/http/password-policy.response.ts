import { ApiProperty } from '@nestjs/swagger';
import type { PasswordPolicyService } from '../passwords/password-policy.service.js';
import type { PolicyName } from '../passwords/password-policy.js';
import { longestPassword, shortestPassword } from '../passwords/password-policy.js';

export class PasswordRuleResponse {
  @ApiProperty({ type: 'string', description: 'Stable, for programs.', example: 'too_short' })
  code: string;

  @ApiProperty({
    type: 'string',
    description: 'As `errors[].message` tells it.',
    example: 'must have at least 8 characters',
  })
  message: string;
}

/** What a new password must be like. */
export class PasswordPolicyResponse {
  @ApiProperty({ type: 'string', enum: ['classic', 'nist'], example: 'classic' })
  policy: PolicyName;

  @ApiProperty({ type: 'integer', description: 'In code points after NFC.', example: 8 })
  minLength: number;

  @ApiProperty({ type: 'integer', description: 'In code points after NFC.', example: 128 })
  maxLength: number;

  @ApiProperty({ type: [PasswordRuleResponse] })
  rules: PasswordRuleResponse[];
}

export function toPasswordPolicyResponse({ name, rules }: PasswordPolicyService): PasswordPolicyResponse {
  return {
    policy: name,
    minLength: shortestPassword[name],
    maxLength: longestPassword,
    rules: rules.map(({ code, message }) => ({ code, message })),
  };
}
