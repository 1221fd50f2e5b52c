import type { ExecutionContext } from '@nestjs/common';
import { SetMetadata } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { Action } from '../matrix.js';
import type { Role } from '../roles.js';

/** What a route asks of its caller. A route without one is closed to everybody. */
export type AccessRule =
  | { readonly kind: 'public' }
  | { readonly kind: 'optional' }
  | { readonly kind: 'service' }
  | { readonly kind: 'roles'; readonly roles: readonly Role[] }
  | { readonly kind: 'permission'; readonly action: Action };

export const accessRuleKey = 'janus:access-rule';

/** Open to everybody; a token that is sent is not looked at. */
export const Public = () => SetMetadata(accessRuleKey, { kind: 'public' } satisfies AccessRule);

/** Open to everybody, but a token that is sent must be valid: nobody who believes to be signed in is treated as a guest. */
export const OptionalAuth = () => SetMetadata(accessRuleKey, { kind: 'optional' } satisfies AccessRule);

/** For services that call with a credential of their own (HTTP Basic), and for no user whatever the role. */
export const ForServices = () => SetMetadata(accessRuleKey, { kind: 'service' } satisfies AccessRule);

/** For callers who have one of these roles, or a role above the lowest of them. */
export const Roles = (...roles: [Role, ...Role[]]) =>
  SetMetadata(accessRuleKey, { kind: 'roles', roles } satisfies AccessRule);

/** For callers whose role has any entry for this action in the matrix; whom it reaches is decided once the target is known. */
export const Permissions = (action: Action) =>
  SetMetadata(accessRuleKey, { kind: 'permission', action } satisfies AccessRule);

/** The rule that the handler, or else its class, declares. */
export function ruleOf(reflector: Reflector, context: ExecutionContext): AccessRule | undefined {
  return reflector.getAllAndOverride<AccessRule | undefined>(accessRuleKey, [context.getHandler(), context.getClass()]);
}
