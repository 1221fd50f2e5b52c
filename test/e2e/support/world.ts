import type { FreshDatabase } from '../../factories/engine-under-test.js';
import { freshDatabase } from '../../factories/engine-under-test.js';
import { Client } from './client.js';
import type { RunningService } from './service.js';
import { startService } from './service.js';

export interface World {
  readonly service: RunningService;
  readonly client: Client;
  readonly database: FreshDatabase;
  /** Another instance on the same database, stopped with the rest. */
  another(env?: NodeJS.ProcessEnv): Promise<{ service: RunningService; client: Client }>;
  end(): Promise<void>;
}

// What the instances of one world share, and what makes hashing quick enough for tests without weakening its floor.
export const worldKey = 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA';

/** A running service on a database of its own. */
export async function openWorld(env: NodeJS.ProcessEnv = {}): Promise<World> {
  const database = freshDatabase();
  const services: RunningService[] = [];
  const start = async (more: NodeJS.ProcessEnv = {}) => {
    const service = await startService(database.url, { KEY_ENCRYPTION_KEY: worldKey, ...env, ...more });
    services.push(service);
    return { service, client: new Client(service.url) };
  };
  const { service, client } = await start();
  return {
    service,
    client,
    database,
    another: start,
    end: async () => {
      for (const one of services) await one.stop();
      await database.drop();
    },
  };
}
