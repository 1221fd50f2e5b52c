import type { Settings } from '@janus/config';
import type { Engine } from '@janus/database';
import { openEngine } from '@janus/database';

/** Thrown at start: the schema is older than this version, and the settings say not to change it. */
export class OldSchemaError extends Error {}

export function connect({ database }: Settings): Promise<Engine> {
  const { url, poolSize, timeoutMs } = database;
  return openEngine({ url, poolSize, timeoutMs });
}

/** Connects and brings the schema up to date, or makes sure that it is. @throws OldSchemaError, Problem DATABASE_UNAVAILABLE */
export async function openDatabase(settings: Settings): Promise<Engine> {
  const engine = await connect(settings);
  try {
    if (settings.database.migrate === 'auto') await engine.migrations.up();
    const { pending } = await engine.migrations.status();
    if (pending.length > 0) {
      throw new OldSchemaError(`the database lacks ${pending.join(', ')}; run: npm run janus -- migrate up`);
    }
    return engine;
  } catch (error) {
    await engine.close();
    throw error;
  }
}
