import { freshDatabase } from '../factories/engine-under-test.js';

export const engineNames = ['sqlite', 'mysql', 'mariadb', 'postgres', 'mongodb'] as const;
export type EngineName = (typeof engineNames)[number];

/** The value of `--name` on the command line, or null. */
export function argument(name: string): string | null {
  const index = process.argv.indexOf(`--${name}`);
  return index < 0 ? null : (process.argv[index + 1] ?? null);
}

/** A whole number between bounds, from `--name`. */
export function numberArgument(name: string, fallback: number, maximum: number): number {
  const given = argument(name);
  const value = given === null ? fallback : Number(given);
  if (!Number.isInteger(value) || value < 1 || value > maximum) throw new Error(`--${name} must be 1 to ${maximum}`);
  return value;
}

/** The engines that `--engine` (or `--engines`) names: one, several with commas between them, or `all`. */
export function enginesFromArgs(fallback: string): EngineName[] {
  const given = argument('engines') ?? argument('engine') ?? fallback;
  if (given === 'all') return [...engineNames];
  return given.split(',').map((one) => {
    const found = engineNames.find((name) => name === one);
    if (!found) throw new Error(`--engine must be of ${engineNames.join(', ')}, or all`);
    return found;
  });
}

/** Where the server of this engine listens: `TEST_<ENGINE>_URL`; null for SQLite. */
export function serverUrl(engine: EngineName): string | null {
  if (engine === 'sqlite') return null;
  const name = `TEST_${engine.toUpperCase()}_URL`;
  const url = process.env[name];
  if (!url) throw new Error(`${name} is not set`);
  return url;
}

/** A database of its own on that engine. */
export function databaseOn(engine: EngineName) {
  globalThis.JANUS_ENGINE = { name: engine, url: serverUrl(engine) };
  return freshDatabase();
}
