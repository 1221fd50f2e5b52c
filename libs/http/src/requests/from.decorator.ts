import type { ExecutionContext } from '@nestjs/common';
import { createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { RequestContext } from './request-context.js';
import { requestContext } from './request-context.js';

/** Where the request comes from: address, user agent and request id. */
export const From = createParamDecorator((_: unknown, context: ExecutionContext): RequestContext => {
  return requestContext(context.switchToHttp().getRequest<FastifyRequest>());
});
