import type { Settings } from '@janus/config';
import { Problem } from '@janus/kernel';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CoreModule } from '../../auth-api/src/core/core.module.js';
import { openDatabase } from '../../auth-api/src/core/open-database.js';
import { PublicUrl } from '../../auth-api/src/core/public-url.js';
import { SetupTokenFile } from '../../auth-api/src/start/setup-token-file.js';
import { RefusedError } from './command.js';

/** Runs a command on the services of the settings' database, without HTTP. @throws RefusedError for what the services refuse */
export async function withServices<T>(
  settings: Settings,
  work: (services: INestApplicationContext) => Promise<T>,
): Promise<T> {
  const engine = await openDatabase(settings);
  const tokenFile = new SetupTokenFile(settings.dataDir);
  const core = CoreModule.for({
    settings,
    engine,
    publicUrl: new PublicUrl(settings.publicUrl),
    isolatesHashing: false,
    onSetupClosed: () => tokenFile.remove(),
  });
  const services = await NestFactory.createApplicationContext(core, { logger: false, abortOnError: false });
  try {
    return await work(services);
  } catch (error) {
    if (error instanceof Problem && error.type.status < 500)
      throw new RefusedError(`${error.type.title}. ${error.type.meaning} ${error.type.cure}`);
    throw error;
  } finally {
    await services.close();
    await engine.close();
  }
}
