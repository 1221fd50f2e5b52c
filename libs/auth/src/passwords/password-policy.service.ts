import { Inject, Injectable } from '@nestjs/common';
import type { AuthOptions } from '../auth.options.js';
import { AUTH_OPTIONS } from '../auth.options.js';
import { passwordRefused } from '../auth.problems.js';
import type { PasswordRule, PolicyName } from './password-policy.js';
import { brokenRules, rulesOf } from './password-policy.js';

/** The password policy that is set. */
@Injectable()
export class PasswordPolicyService {
  readonly name: PolicyName;

  constructor(@Inject(AUTH_OPTIONS) { passwordPolicy }: AuthOptions) {
    this.name = passwordPolicy;
  }

  get rules(): readonly PasswordRule[] {
    return rulesOf(this.name);
  }

  /**
   * Judges a password whose owner's address was not in the request, or that came from elsewhere than a request.
   * @param pointer where the password stood (RFC 6901)
   * @throws Problem PASSWORD_REFUSED with every rule that is broken
   */
  assertAllowed(password: string, email: string, pointer: string): void {
    const broken = brokenRules(this.name, password, { email });
    if (broken.length > 0) throw passwordRefused(broken.map(({ message }) => ({ pointer, message })));
  }
}
