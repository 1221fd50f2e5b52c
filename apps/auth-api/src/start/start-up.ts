import { SetupService } from '@janus/auth';
import type { Settings } from '@janus/config';
import { announce, createLogger } from '@janus/http';
import { MailDispatcher } from '@janus/mail';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { openDatabase } from '../core/open-database.js';
import { PublicUrl } from '../core/public-url.js';
import { createApp } from '../create-app.js';
import { banner } from './banner.js';
import { SetupTokenFile } from './setup-token-file.js';
import { drainOnSignal } from './shutdown.js';

/** From settings to a listening service, step by step. */
export async function startUp(settings: Settings, warnings: readonly string[]): Promise<void> {
  const logger = openLog(settings, warnings);
  const engine = await openDatabase(settings);
  const publicUrl = new PublicUrl(settings.publicUrl);
  const tokenFile = new SetupTokenFile(settings.dataDir);
  const app = await createApp(
    { settings, engine, publicUrl, isolatesHashing: true, onSetupClosed: () => tokenFile.remove() },
    logger,
  );
  const { address, port } = await listen(app, settings, publicUrl);
  drainOnSignal({ app, engine, logger, graceSeconds: settings.shutdownGraceSeconds });
  app.get(MailDispatcher).start();
  const setupToken = await openSetup(app.get(SetupService), tokenFile, logger);
  announce({ address, port, pid: process.pid }, new Date());
  if (settings.isProduction && !process.stderr.isTTY) return;
  const facts = { settings, url: publicUrl.get(), engine: engine.name, setupToken, isTerminal: process.stderr.isTTY };
  process.stderr.write(banner(facts));
}

function openLog({ log }: Settings, warnings: readonly string[]): Logger {
  const format = log.format ?? (process.stdout.isTTY ? 'pretty' : 'json');
  const logger = createLogger({ level: log.level, format, file: log.file });
  for (const warning of warnings) logger.warn(warning);
  return logger;
}

async function listen(
  app: NestFastifyApplication,
  { host, port }: Settings,
  publicUrl: PublicUrl,
): Promise<AddressInfo> {
  await app.listen(port, host);
  const address = app.getHttpServer().address() as AddressInfo;
  publicUrl.listensOn(address.port);
  return address;
}

/** A fresh setup token while there is no super admin. A folder that cannot be written costs the file, not the start. */
async function openSetup(setup: SetupService, file: SetupTokenFile, logger: Logger) {
  const token = await setup.openToken();
  if (token === null) {
    await file.remove().catch(() => {});
    return null;
  }
  await file
    .write(token)
    .catch((error: unknown) => logger.warn({ err: error }, 'the setup token could not be written to its file'));
  return { token, path: file.path };
}
