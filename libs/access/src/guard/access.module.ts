import { Global, Module } from '@nestjs/common';
import { AccessModuleClass } from './access.options.js';
import { JwtStrategy } from './jwt.strategy.js';

/**
 * Token verification. Needs CallerReader, VerificationKeys and Clock from the app, which also puts `AccessGuard` before every
 * route as its first `APP_GUARD`: the order of guards is the app's to state.
 */
@Global()
@Module({ providers: [JwtStrategy], exports: [JwtStrategy] })
export class AccessModule extends AccessModuleClass {}
