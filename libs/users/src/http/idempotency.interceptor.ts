import type { Caller } from '@janus/access';
import { requestContext } from '@janus/http';
import { validationFailed } from '@janus/kernel';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { defer, lastValueFrom } from 'rxjs';
import type { KeptAnswer } from '../idempotency/idempotency.repository.js';
import { IdempotencyService } from '../idempotency/idempotency.service.js';

const visibleAscii = /^[\x21-\x7e]{1,255}$/;
const keptHeaders = ['location', 'etag'];

/** Answers a repeated `Idempotency-Key` with the first answer. Only 2xx answers are kept, and no secret that is shown once. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly idempotency: IdempotencyService) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest & { user?: Caller }>();
    const key = request.headers['idempotency-key'];
    if (key === undefined) return next.handle();
    if (typeof key !== 'string' || !visibleAscii.test(key)) {
      throw validationFailed([
        { pointer: 'header:Idempotency-Key', message: 'must be 1 to 255 visible ASCII characters' },
      ]);
    }
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return defer(() => this.once(request, reply, key, next));
  }

  private async once(request: FastifyRequest & { user?: Caller }, reply: FastifyReply, key: string, next: CallHandler) {
    const caller = request.user?.user.id ?? requestContext(request).ip ?? '';
    const route = `${request.method} ${request.routeOptions.url ?? ''}`;
    const outcome = await this.idempotency.begin({ route, caller, key, body: request.body });
    if ('replay' in outcome) return replay(reply, outcome.replay);
    const body: unknown = await lastValueFrom(next.handle()).catch(async (error: unknown) => {
      await outcome.release();
      throw error;
    });
    await outcome.complete(keep(reply, body));
    return body;
  }
}

function replay(reply: FastifyReply, kept: KeptAnswer): unknown {
  reply.code(kept.status).header('Idempotency-Replayed', 'true').headers(kept.headers);
  return JSON.parse(kept.body);
}

function keep(reply: FastifyReply, body: unknown): KeptAnswer {
  const headers = keptHeaders.flatMap((name) => {
    const value = reply.getHeader(name);
    return value === undefined ? [] : [[name, String(value)] as const];
  });
  return { status: reply.statusCode, body: JSON.stringify(body, withoutSecrets), headers: Object.fromEntries(headers) };
}

function withoutSecrets(name: string, value: unknown): unknown {
  return name === 'token' || name === 'url' ? undefined : value;
}
