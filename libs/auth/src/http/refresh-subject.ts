import type { LimitSubject } from '@janus/http';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { RefreshTokens } from '../tokens/refresh-token.js';

/** The session whose refresh token is presented, if the tag proves that it is one of ours: nobody uses up another's quota. */
@Injectable()
export class RefreshSubject implements LimitSubject {
  constructor(private readonly tokens: RefreshTokens) {}

  of({ body }: FastifyRequest): string | null {
    const { refreshToken } = (body ?? {}) as { refreshToken?: unknown };
    return typeof refreshToken === 'string' ? (this.tokens.recognise(refreshToken)?.sessionId ?? null) : null;
  }
}
