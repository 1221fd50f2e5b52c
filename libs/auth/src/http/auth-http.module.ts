import { Module } from '@nestjs/common';
import { AccountController } from './account.controller.js';
import { AuthController } from './auth.controller.js';
import { JwksController } from './jwks.controller.js';

/** The door of the auth room; `AuthModule` is imported by the app. */
@Module({ controllers: [AuthController, AccountController, JwksController] })
export class AuthHttpModule {}
