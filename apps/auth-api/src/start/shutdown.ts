import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Engine } from '@janus/database';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { HealthService } from '../health/health.service.js';

// Time for a load balancer that asks often to see that this process is not ready any more.
const noticeMs = 500;

// SQLite moves what it has stored into its file, which waits for the disk; a server that is away is not waited for any longer.
const longestCloseMs = 5_000;

interface Running {
  readonly app: NestFastifyApplication;
  readonly engine: Engine;
  readonly logger: Logger;
  readonly graceSeconds: number;
}

/** On SIGTERM or SIGINT: not ready any more, requests under way finish, everything closes, exit 0. Once. */
export function drainOnSignal(running: Running): void {
  let isDraining = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (isDraining) return;
    isDraining = true;
    running.logger.info({ signal }, 'draining');
    drain(running).then(
      () => process.exit(0),
      (error: unknown) => {
        running.logger.error({ err: error }, 'could not drain');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
}

async function drain({ app, engine, logger, graceSeconds }: Running): Promise<void> {
  app.get(HealthService).drain();
  sayGoodbye(app);
  await pause(Math.min(noticeMs, graceSeconds * 1000));
  const graceEndsAt = performance.now() + graceSeconds * 1000;
  if (!(await isDoneWithin(graceSeconds * 1000, app.close())))
    logger.warn('requests were still under way when the grace ended');
  const closeMs = Math.max(noticeMs, Math.min(longestCloseMs, graceEndsAt - performance.now()));
  if (!(await isDoneWithin(closeMs, engine.close()))) logger.warn('the database was not closed in time');
  logger.info('drained');
}

/** Every answer from now on ends its connection, so that no client sends a request on one that is about to be closed. */
function sayGoodbye(app: NestFastifyApplication): void {
  app.getHttpServer().prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    response.setHeader('connection', 'close');
  });
}

function isDoneWithin(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  return Promise.race([work.then(() => true), pause(milliseconds).then(() => false)]);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((elapsed) => {
    setTimeout(elapsed, milliseconds);
  });
}
