import type { ExecutionContext } from '@nestjs/common';
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

/**
 * Declares the one rule of a handler or class. A second one on the same would silently win over the first.
 * @throws Error where there is one already
 */
function Rule(rule: AccessRule): ClassDecorator & MethodDecorator {
  return (target: object, key?: string | symbol, descriptor?: PropertyDescriptor) => {
    const holder = (descriptor?.value as object | undefined) ?? target;
    if (Reflect.hasOwnMetadata(accessRuleKey, holder)) {
      throw new Error(`two access rules on ${String(key ?? (target as { name?: string }).name)}`);
    }
    Reflect.defineMetadata(accessRuleKey, rule, holder);
  };
}

/** Open to everybody; a token that is sent is not looked at. */
export const Public = () => Rule({ kind: 'public' });

/** Open to everybody, but a token that is sent must be valid: nobody who believes to be signed in is treated as a guest. */
export const OptionalAuth = () => Rule({ kind: 'optional' });

/** For services that call with a credential of their own (HTTP Basic), and for no user whatever the role. */
export const ForServices = () => Rule({ kind: 'service' });

/** For callers who have one of these roles, or a role above the lowest of them. */
export const Roles = (...roles: [Role, ...Role[]]) => Rule({ kind: 'roles', roles });

/** For callers whose role has any entry for this action in the matrix; whom it reaches is decided once the target is known. */
export const Permissions = (action: Action) => Rule({ kind: 'permission', action });

/** The rule that the handler, or else its class, declares. */
export function ruleOf(reflector: Reflector, context: ExecutionContext): AccessRule | undefined {
  return reflector.getAllAndOverride<AccessRule | undefined>(accessRuleKey, [context.getHandler(), context.getClass()]);
}
