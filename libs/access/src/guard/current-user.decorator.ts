import type { ExecutionContext } from '@nestjs/common';
import { createParamDecorator } from '@nestjs/common';
import type { Caller, User } from '../caller.js';
import type { ServiceCaller } from '../services/service-client-verifier.js';

/** Where the guard leaves the caller. */
export interface RequestWithCaller {
  user?: Caller;
  /** Who called with a token that was right, in a session that is over. */
  formerCaller?: User;
  /** On a route for services. */
  service?: ServiceCaller;
}

function callerOf(context: ExecutionContext): Caller | null {
  return context.switchToHttp().getRequest<RequestWithCaller>().user ?? null;
}

/** The user who calls, as the database has it at this request; null for a guest where authentication is optional. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): User | null => {
  return callerOf(context)?.user ?? null;
});

/** The user together with the session; null for a guest where authentication is optional. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller | null => {
  return callerOf(context);
});
