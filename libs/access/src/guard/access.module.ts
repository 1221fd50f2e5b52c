import { Global, Module } from '@nestjs/common';
import { AccessModuleClass } from './access.options.js';
import { TokenVerifier } from '../tokens/token-verifier.js';

/**
 * Token verification. Needs CallerReader, VerificationKeys and Clock from the app, and ServiceClientVerifier where services
 * call. The app also puts `CallerGuard` and `RoleGuard` before every route: the order of guards is the app's to state.
 */
@Global()
@Module({ providers: [TokenVerifier], exports: [TokenVerifier] })
export class AccessModule extends AccessModuleClass {}
