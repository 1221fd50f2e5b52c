import { Module } from '@nestjs/common';
import { AccountController } from './account.controller.js';
import { AccountPagesController } from './account-pages/account-pages.controller.js';
import { AuthController } from './auth.controller.js';
import { JwksController } from './jwks.controller.js';
import { MetadataController } from './metadata.controller.js';
import { MailFlowsController } from './mail-flows.controller.js';
import { MySessionsController } from './my-sessions.controller.js';
import { OauthController } from './oauth.controller.js';
import { RefreshSubject } from './refresh-subject.js';
import { SessionPages } from './session-pages.js';
import { UserMailsController } from './user-mails.controller.js';
import { UserSessionsController } from './user-sessions.controller.js';

/** The door of the auth room; `AuthModule` is imported by the app. */
@Module({
  controllers: [
    AuthController,
    AccountController,
    JwksController,
    MailFlowsController,
    MySessionsController,
    UserMailsController,
    UserSessionsController,
    OauthController,
    MetadataController,
    AccountPagesController,
  ],
  providers: [RefreshSubject, SessionPages],
})
export class AuthHttpModule {}
