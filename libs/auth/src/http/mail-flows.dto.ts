import { ApiProperty } from '@nestjs/swagger';
import { normalizeEmail } from '@janus/kernel';
import { EmailField, NewPasswordField, PasswordField, TokenField } from './credential.decorators.js';

const tokenExample = 'Zx8cV3kq1oU4c0l5YwTnQ2eS7rJ9pB6mA1dF3gH5iKs';

/** `POST /auth/verify-email`, `/auth/confirm-email-change`, `/auth/undo-email-change`. */
export class LinkTokenDto {
  @TokenField('The token of the mailed link.', tokenExample)
  token: string;
}

/** `POST /auth/resend-verification`, `/auth/forgot-password`. */
export class EmailDto {
  @EmailField()
  email: string;
}

export class ResetPasswordDto {
  @TokenField('The token of the mailed link.', tokenExample)
  token: string;

  @NewPasswordField()
  newPassword: string;
}

export class ChangeEmailDto {
  @EmailField()
  newEmail: string;

  @PasswordField()
  currentPassword: string;
}

/** The answer that is the same whatever comes of it. */
export class StatusResponse {
  @ApiProperty({ type: 'string', example: 'sent_if_known' })
  status: string;
}

/** @param email validated: it is one */
export function normalized(email: string): string {
  return normalizeEmail(email) ?? '';
}
