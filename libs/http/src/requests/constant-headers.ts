import type { FastifyInstance } from 'fastify';

const api: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};
const cacheable: Readonly<Record<string, string>> = { ...api, 'cache-control': 'public, max-age=300' };
// The explorer brings its own styles as attributes; its scripts are files of ours.
const explorer: Readonly<Record<string, string>> = {
  'cache-control': 'public, max-age=300',
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
};

/**
 * Sets what every answer carries, once a request and before anything can fail (OWASP ASVS 3.4).
 * @param isHttps whether people reach the service by https: only then is HSTS sent
 */
export function sendConstantHeaders(fastify: FastifyInstance, isHttps: boolean): void {
  const everywhere = {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    ...(isHttps ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  };
  const [forApi, forCacheable, forExplorer] = [api, cacheable, explorer].map((headers) => ({
    ...everywhere,
    ...headers,
  }));
  fastify.addHook('onRequest', (request, reply, done) => {
    const { url } = request;
    const isExplorer = url === '/docs' || url.startsWith('/docs/') || url.startsWith('/docs?');
    const isCacheable = url.startsWith('/problems/') || url.startsWith('/.well-known/');
    reply.headers((isExplorer ? forExplorer : isCacheable ? forCacheable : forApi) ?? {});
    reply.header('x-request-id', request.id);
    done();
  });
  // An error is never cached, wherever it happens.
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (reply.statusCode >= 400) reply.header('cache-control', 'no-store');
    done(null, payload);
  });
}
