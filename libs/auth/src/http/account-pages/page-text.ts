import type { LinkPath } from '@janus/mail';
import type { PasswordRuleCode } from '../../passwords/password-policy.js';

/** The words of one page. */
export interface PageText {
  readonly title: string;
  readonly intro: string;
  readonly button: string;
  /** What has happened once it worked, and how one goes on. */
  readonly done: string;
  readonly next: string;
  /** What one can do about a link that does not work any more. */
  readonly deadLink: string;
}

/** What the script may have to say; `{{…}}` is filled by it. */
export interface Messages {
  readonly sending: string;
  readonly deadLink: string;
  readonly emptyPassword: string;
  readonly refusedPassword: string;
  /** With `{{wait}}`. */
  readonly tooMany: string;
  readonly tooManyForNow: string;
  readonly unavailable: string;
  readonly unreachable: string;
  readonly failed: string;
  /** With `{{id}}`. */
  readonly reference: string;
}

export interface PageTexts {
  readonly pages: Readonly<Record<LinkPath, PageText>>;
  readonly messages: Messages;
  readonly noScript: string;
  readonly incomplete: string;
  readonly password: string;
  readonly showPassword: string;
  readonly rulesIntro: string;
  /** How the service tells a rule in this language. */
  readonly rule: Readonly<Record<PasswordRuleCode, (limits: PasswordLimits) => string>>;
}

export interface PasswordLimits {
  readonly shortest: number;
  readonly longest: number;
}
