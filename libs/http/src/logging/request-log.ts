import type { FastifyInstance } from 'fastify';

/** One line a request. No query, header or body: they hold addresses, tokens and passwords. */
export function logRequests(fastify: FastifyInstance): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const { user, service } = request as { user?: { user: { id: string } }; service?: { id: string } };
    request.log.info(
      {
        method: request.method,
        path: request.url.split('?', 1)[0],
        route: request.routeOptions.url,
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime * 10) / 10,
        userId: user?.user.id,
        clientId: service?.id,
      },
      'request',
    );
    done();
  });
}
