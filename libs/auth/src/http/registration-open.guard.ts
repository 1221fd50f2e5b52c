import { Problem } from '@janus/kernel';
import type { CanActivate } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import type { AuthOptions } from '../auth.options.js';
import { AUTH_OPTIONS } from '../auth.options.js';
import { authProblems } from '../auth.problems.js';

/** Refuses before the body is looked at, as every rule about who may call does. */
@Injectable()
export class RegistrationOpenGuard implements CanActivate {
  constructor(@Inject(AUTH_OPTIONS) private readonly options: AuthOptions) {}

  canActivate(): boolean {
    if (this.options.registration === 'closed') throw new Problem(authProblems.REGISTRATION_CLOSED);
    return true;
  }
}
