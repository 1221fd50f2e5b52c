import { IsEmailAddress, IsSecretText, MarkedForRule } from '@janus/http';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';

/** The name under which the password policy is known to the input pipe. */
export const newPasswordRule = 'new-password';

/** An e-mail address in whatever spelling; services get it normalised. */
export function EmailField(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: 'string', format: 'email', maxLength: 254, example: 'ada@example.com' }),
    IsEmailAddress(),
  );
}

/** A password that is compared, not chosen: no rules but that it is a text which can be hashed. */
export function PasswordField(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: 'string', format: 'password', example: 'Tr0ub4dor&3-horse' }),
    IsSecretText({ max: 1024 }),
  );
}

/** A password that is chosen: it follows the policy in force. */
export function NewPasswordField(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      type: 'string',
      format: 'password',
      minLength: 8,
      maxLength: 128,
      description: 'Follows the password policy of this service. Counted in code points after NFC.',
      example: 'Tr0ub4dor&3-horse',
    }),
    IsSecretText({ max: 1024 }),
    MarkedForRule(newPasswordRule),
  );
}

/** A one-time or refresh token: never echoed, compared by digest. */
export function TokenField(description: string, example: string): PropertyDecorator {
  return applyDecorators(ApiProperty({ type: 'string', description, example }), IsSecretText({ max: 512 }));
}
