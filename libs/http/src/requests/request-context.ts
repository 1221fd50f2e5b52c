import type { FastifyInstance, FastifyRequest } from 'fastify';
import { clientAddress } from './client-address.js';

export interface RequestContext {
  readonly ip: string | null;
  /** At most 400 characters, without control characters. */
  readonly userAgent: string | null;
  readonly requestId: string;
  /** `Accept-Language`, for who has no locale of their own. */
  readonly acceptLanguage: string | null;
}

const maxUserAgent = 400;
const maxAcceptLanguage = 200;
const decoration = 'isTrustedProxy';

/** Which proxies' word counts, kept on the server that the request came to. */
export function trustProxies(fastify: FastifyInstance, isTrusted: (address: string) => boolean): void {
  fastify.decorate(decoration, isTrusted);
}

/** Where a request comes from. */
export function requestContext(request: FastifyRequest): RequestContext {
  const forwarded = request.headers['x-forwarded-for'];
  const peer = request.socket.remoteAddress;
  const isTrusted = request.server.getDecorator<(address: string) => boolean>(decoration);
  return {
    ip:
      peer === undefined
        ? null
        : clientAddress(peer, Array.isArray(forwarded) ? forwarded.join(',') : forwarded, isTrusted),
    userAgent: userAgentOf(request.headers['user-agent']),
    requestId: request.id,
    acceptLanguage: request.headers['accept-language']?.slice(0, maxAcceptLanguage) ?? null,
  };
}

function userAgentOf(header: string | undefined): string | null {
  // Header bytes come as Latin-1: what is outside printable ASCII tells nothing and may not fit the column.
  const text = (header ?? '').replaceAll(/[^\x20-\x7e]/g, '').slice(0, maxUserAgent);
  return text === '' ? null : text;
}
