import { IsSecretText, IsText, OptionalBody } from '@janus/http';
import { ProfileDto, wholeProfile } from '@janus/users/http';
import { normalizeEmail } from '@janus/kernel';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional } from 'class-validator';
import type { LoginRequest } from '../login/login.service.js';
import type { RegistrationRequest } from '../registration/registration.service.js';
import type { FirstAdminRequest } from '../setup/setup.service.js';
import { EmailField, NewPasswordField, PasswordField, TokenField } from './credential.decorators.js';

const refreshExample = '019ab4c8-5f00-7c3e-8a6b-0c5d4e3f2a1b.mY3kQ9…';

export class RegisterDto extends ProfileDto {
  @EmailField()
  email: string;

  @NewPasswordField()
  password: string;
}

export class LoginDto {
  @EmailField()
  email: string;

  @PasswordField()
  password: string;

  @ApiPropertyOptional({ type: 'string', nullable: true, minLength: 1, maxLength: 100, example: "Ada's laptop" })
  @IsOptional()
  @IsText({ min: 1, max: 100 })
  deviceName?: string | null;
}

export class RefreshDto {
  @TokenField('The one-time refresh token of the last answer.', refreshExample)
  refreshToken: string;
}

@OptionalBody()
export class LogoutDto {
  @ApiPropertyOptional({
    type: 'string',
    nullable: true,
    description: 'Decides alone if it is given.',
    example: refreshExample,
  })
  @IsOptional()
  @IsSecretText({ max: 512 })
  refreshToken?: string | null;

  @ApiPropertyOptional({
    type: 'boolean',
    default: false,
    description: 'End every session of the user.',
    example: false,
  })
  @IsOptional()
  @IsBoolean({ message: 'must be true or false' })
  everywhere?: boolean | null;
}

export class AcceptInvitationDto {
  @TokenField('The token of the invitation link.', 'Zx8cV3kq1oU4c0l5YwTnQ2eS7rJ9pB6mA1dF3gH5iKs')
  token: string;

  @NewPasswordField()
  newPassword: string;
}

export class ChangePasswordDto {
  @PasswordField()
  currentPassword: string;

  @NewPasswordField()
  newPassword: string;
}

export class DeleteMeDto {
  @PasswordField()
  currentPassword: string;
}

export class SetupDto {
  @TokenField('The one-time setup token from the banner or the file `setup-token`.', 'pX7…')
  token: string;

  @EmailField()
  email: string;

  @NewPasswordField()
  password: string;

  @ApiPropertyOptional({ type: 'string', nullable: true, minLength: 1, maxLength: 100, example: 'Ada' })
  @IsOptional()
  @IsText({ min: 1, max: 100 })
  displayName?: string | null;
}

/** @param dto validated: the address is one */
export function toRegistration(dto: RegisterDto): RegistrationRequest {
  return { email: emailOf(dto), password: dto.password, ...wholeProfile(dto) };
}

export function toLogin(dto: LoginDto): LoginRequest {
  return { email: emailOf(dto), password: dto.password, deviceName: dto.deviceName?.normalize('NFC') ?? null };
}

export function toFirstAdmin(dto: SetupDto): FirstAdminRequest {
  return { email: emailOf(dto), password: dto.password, displayName: dto.displayName?.normalize('NFC') ?? null };
}

function emailOf({ email }: { email: string }): string {
  return normalizeEmail(email) ?? '';
}
