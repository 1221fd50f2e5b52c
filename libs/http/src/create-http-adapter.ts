import { Clock } from '@janus/kernel';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import cors from '@fastify/cors';
import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify';
import { LogController } from 'fastify';
import { clientErrorHandler } from './errors/client-error.js';
import type { OnProblem } from './errors/problem.filter.js';
import { ProblemFilter } from './errors/problem.filter.js';
import type { InputRule } from './input/input-rules.js';
import { InputPipe } from './input/input.pipe.js';
import { acceptOnlyJson } from './input/json-body.js';
import { logRequests } from './logging/request-log.js';
import { AllowedMethods } from './requests/allowed-methods.js';
import { trustedProxies } from './requests/client-address.js';
import { sendConstantHeaders } from './requests/constant-headers.js';
import { trustProxies } from './requests/request-context.js';
import { requestIds } from './requests/request-id.js';

export interface HttpOptions {
  /** Where clients reach the service; a function, for it may follow from the port that the system chose. */
  readonly publicUrl: () => string;
  readonly isHttps: boolean;
  readonly corsOrigins: readonly string[];
  /** Addresses and CIDR blocks. */
  readonly trustedProxies: readonly string[];
  readonly rules: readonly InputRule[];
  readonly logger: FastifyBaseLogger;
  readonly clock: Clock;
  /** Longest time in milliseconds until the headers, and until the whole request, have arrived. */
  readonly timeouts?: { readonly headersMs: number; readonly requestMs: number };
}

const bodyLimit = 64 * 1024;
const maxHeaderSize = 16 * 1024;
const exposed = [
  'ETag',
  'Link',
  'Location',
  'Retry-After',
  'X-Request-Id',
  'WWW-Authenticate',
  'Idempotency-Replayed',
  'RateLimit',
  'RateLimit-Policy',
];

/** Fastify, set up for an API that faces the internet. The app must be created with `bodyParser: false`. */
export function createHttpAdapter(options: HttpOptions): FastifyAdapter {
  const { headersMs, requestMs } = options.timeouts ?? { headersMs: 10_000, requestMs: 20_000 };
  const adapter = new FastifyAdapter({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: requestIds(options.clock),
    bodyLimit,
    requestTimeout: requestMs,
    keepAliveTimeout: 65_000,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    http: { maxHeaderSize, headersTimeout: headersMs, connectionsCheckingInterval: Math.min(headersMs, 1_000) },
    // A path that cannot be decoded has no route, and no hook either.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      void reply.headers({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-request-id': request.id,
      });
      new ProblemFilter(options.publicUrl).write(error, request, reply);
    },
    clientErrorHandler: clientErrorHandler(options.publicUrl, options.clock),
    routerOptions: { ignoreTrailingSlash: false, caseSensitive: true },
  });
  const fastify = adapter.getInstance();
  sendConstantHeaders(fastify, options.isHttps);
  acceptOnlyJson(fastify);
  logRequests(fastify);
  trustProxies(fastify, trustedProxies(options.trustedProxies));
  return adapter;
}

/** What the app itself needs: input checks, the one form of errors, CORS for the configured origins. */
export async function prepareHttp(
  app: NestFastifyApplication,
  options: HttpOptions,
  onProblem: OnProblem | null = null,
): Promise<void> {
  // Nest hands what Fastify refuses before a handler to the same filter.
  app.useGlobalFilters(new ProblemFilter(options.publicUrl, onProblem));
  app.useGlobalPipes(new InputPipe(options.rules));
  if (options.corsOrigins.length > 0) await allowOrigins(app, options.corsOrigins);
  // After CORS, whose headers the answer to a preflight needs, and before any route.
  new AllowedMethods().watch(app.getHttpAdapter().getInstance());
}

async function allowOrigins(app: NestFastifyApplication, origins: readonly string[]): Promise<void> {
  await app.register(cors, {
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
    exposedHeaders: exposed,
    maxAge: 600,
    strictPreflight: false,
    preflightContinue: true,
  });
}
