import type { Engine } from '@janus/database';
import { openEngine } from '@janus/database';
import { freshDatabase } from './engine-under-test.js';

export interface TestEngine extends Engine {
  /** Opens the same database once more, as another process would. */
  again(): Promise<Engine>;
  /** Closes everything and removes the database. */
  dispose(): Promise<void>;
}

// Longer than in the service: a race of many on two busy cores is no outage.
const timeoutMs = 10_000;

/** The engine under test on a database of its own. @param isMigrated false to migrate by oneself */
export async function openTestEngine(isMigrated = true): Promise<TestEngine> {
  const database = freshDatabase();
  const opened: Engine[] = [];
  const open = async (): Promise<Engine> => {
    const engine = await openEngine({ url: database.url, poolSize: 16, timeoutMs });
    opened.push(engine);
    return engine;
  };
  const engine = await open();
  if (isMigrated) await engine.migrations.up();
  const dispose = async (): Promise<void> => {
    for (const one of opened) await one.close();
    await database.drop();
  };
  return { ...engine, again: open, dispose };
}
