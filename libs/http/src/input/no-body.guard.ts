import { validationFailed } from '@janus/kernel';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

/** Stands for a body that came to a route which reads none. */
export class UnreadBody {}

/** Marks a route of a method that may have a body, but here reads none. */
export const ReadsNoBody = () => RouteConfig({ readsNoBody: true });

const longestEmptyObject = 2;

/** Refuses a body where none is read. Registered after the access guard: who calls is decided first. */
@Injectable()
export class NoBodyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (request.body instanceof UnreadBody || hasUnreadBody(request)) {
      throw validationFailed([{ pointer: '', message: 'this request takes no body' }]);
    }
    return true;
  }
}

// Fastify does not read the body of these methods at all: what the headers announce is all there is to go by.
function hasUnreadBody({ method, headers }: FastifyRequest): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > longestEmptyObject;
}
