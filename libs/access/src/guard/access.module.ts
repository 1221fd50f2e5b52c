import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { AccessModuleClass } from './access.options.js';
import { JwtStrategy } from './jwt.strategy.js';

/** Puts the guard before every route. Needs CallerReader, VerificationKeys and Clock from the app. */
@Global()
@Module({ providers: [JwtStrategy, { provide: APP_GUARD, useClass: AccessGuard }] })
export class AccessModule extends AccessModuleClass {}
