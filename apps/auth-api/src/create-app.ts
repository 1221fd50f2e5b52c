import type { PolicyName } from '@janus/auth';
import { AuditService } from '@janus/audit';
import { brokenRules, passwordRefused } from '@janus/auth';
import { newPasswordRule } from '@janus/auth/http';
import type { HttpOptions, InputRule } from '@janus/http';
import { NestLogger, createHttpAdapter, prepareHttp } from '@janus/http';
import { SystemClock } from '@janus/kernel';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { AppModule } from './app.module.js';
import { recordRefusals } from './audit/record-refusals.js';
import type { Core } from './core/core.module.js';
import { serveDocs } from './openapi/serve-docs.js';

const atTheRoot = [
  '.well-known/jwks.json',
  '.well-known/oauth-authorization-server',
  'problems/:code',
  'docs/permissions',
  'docs/permissions.css',
  'docs/mail',
  'docs/mail/:template',
  'account/:page',
];

/** The whole service, ready to listen. */
export async function createApp(core: Core, logger: Logger): Promise<NestFastifyApplication> {
  const { settings, publicUrl } = core;
  const options: HttpOptions = {
    publicUrl: publicUrl.get,
    isHttps: settings.publicUrl?.startsWith('https:') ?? false,
    corsOrigins: settings.corsOrigins,
    trustedProxies: settings.trustedProxies,
    rules: [passwordRule(settings.passwordPolicy)],
    logger,
    clock: new SystemClock(),
  };
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.for(core), createHttpAdapter(options), {
    bodyParser: false,
    abortOnError: false,
    logger: new NestLogger(logger),
  });
  await prepareHttp(app, options, recordRefusals(app.get(AuditService)));
  app.setGlobalPrefix('api/v1', { exclude: atTheRoot });
  serveDocs(app, publicUrl.get);
  return app;
}

function passwordRule(policy: PolicyName): InputRule {
  return {
    name: newPasswordRule,
    check: (password, { email }) => {
      const context = { email: typeof email === 'string' ? email : null };
      return brokenRules(policy, password, context).map(({ message }) => message);
    },
    problem: passwordRefused,
  };
}
