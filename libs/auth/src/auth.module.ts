import { ServiceClientVerifier, VerificationKeys } from '@janus/access';
import { Global, Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { AccountService } from './account/account.service.js';
import type { AuthOptions } from './auth.options.js';
import { AUTH_OPTIONS, AuthModuleClass } from './auth.options.js';
import { CredentialChanges } from './account/credential-changes.service.js';
import { PasswordChangeService } from './account/password-change.service.js';
import { ClientCredentialsService } from './clients/client-credentials.service.js';
import { ClientsService } from './clients/clients.service.js';
import { InvitationSender, PasswordHolders } from '@janus/users';
import { BackgroundWork } from './background/background-work.service.js';
import { AddressWrites } from './email-change/address-writes.service.js';
import { EmailChangeService } from './email-change/email-change.service.js';
import { EmailVerificationService } from './email-verification/email-verification.service.js';
import { KnownOrigins } from './guessing/known-origins.service.js';
import { MailLimitService } from './guessing/mail-limit.service.js';
import { LinksService } from './links/links.service.js';
import { OwnerNotices } from './notices/owner-notices.service.js';
import { PasswordResetService } from './password-reset/password-reset.service.js';
import { ResetLinkService } from './password-reset/reset-link.service.js';
import { StoredPasswords } from './passwords/stored-passwords.service.js';
import { MailedInvitations } from './registration/mailed-invitations.service.js';
import { GuessLimitService } from './guessing/guess-limit.service.js';
import { UnlockService } from './guessing/unlock.service.js';
import { UserExportService } from './import/user-export.service.js';
import { UserImportService } from './import/user-import.service.js';
import { LoginService } from './login/login.service.js';
import { IntrospectionService } from './oauth/introspection.service.js';
import { TokenRevocationService } from './oauth/token-revocation.service.js';
import { PasswordCheckService } from './passwords/password-check.service.js';
import { PasswordPolicyService } from './passwords/password-policy.service.js';
import { PasswordHasher } from './passwords/password-hasher.js';
import { RecoverService } from './recovery/recover.service.js';
import { AcceptInvitationService } from './registration/accept-invitation.service.js';
import { RegistrationService } from './registration/registration.service.js';
import { LogoutService } from './sessions/logout.service.js';
import { RefreshService } from './sessions/refresh.service.js';
import { SessionEndings } from './sessions/session-endings.service.js';
import { SessionListService } from './sessions/session-list.service.js';
import { SessionRevocationService } from './sessions/session-revocation.service.js';
import { SessionsService } from './sessions/sessions.service.js';
import { SetupService } from './setup/setup.service.js';
import { AccessTokensService } from './tokens/access-tokens.service.js';
import { KeyRingService } from './tokens/key-ring.service.js';
import { RefreshTokens } from './tokens/refresh-token.js';
import { SigningKeysService } from './tokens/signing-keys.service.js';

const services = [
  AddressWrites,
  BackgroundWork,
  EmailChangeService,
  EmailVerificationService,
  KnownOrigins,
  LinksService,
  MailLimitService,
  OwnerNotices,
  PasswordResetService,
  ResetLinkService,
  AccessTokensService,
  AcceptInvitationService,
  AccountService,
  CredentialChanges,
  ClientCredentialsService,
  ClientsService,
  GuessLimitService,
  IntrospectionService,
  KeyRingService,
  LoginService,
  LogoutService,
  PasswordChangeService,
  PasswordCheckService,
  PasswordHasher,
  PasswordPolicyService,
  RecoverService,
  RefreshService,
  RegistrationService,
  SessionEndings,
  SessionListService,
  SessionRevocationService,
  SessionsService,
  SetupService,
  SigningKeysService,
  TokenRevocationService,
  UnlockService,
  UserExportService,
  UserImportService,
];

/** Sign-in, sessions and tokens without HTTP. Global, so that its options are given once, by the app. Needs the ports and Clock. */
@Global()
@Module({
  imports: [JwtModule.register({})],
  providers: [
    ...services,
    { provide: VerificationKeys, useExisting: SigningKeysService },
    { provide: InvitationSender, useClass: MailedInvitations },
    { provide: PasswordHolders, useClass: StoredPasswords },
    { provide: ServiceClientVerifier, useExisting: ClientCredentialsService },
    {
      provide: RefreshTokens,
      inject: [AUTH_OPTIONS],
      useFactory: ({ keyEncryptionKeys }: AuthOptions) => new RefreshTokens(keyEncryptionKeys),
    },
  ],
  exports: [
    ...services,
    RefreshTokens,
    InvitationSender,
    PasswordHolders,
    VerificationKeys,
    ServiceClientVerifier,
    AUTH_OPTIONS,
  ],
})
export class AuthModule extends AuthModuleClass {}
