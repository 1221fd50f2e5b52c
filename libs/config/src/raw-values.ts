import type { Mistake } from './setting.js';
import type { SettingName } from './schema.js';
import { schema } from './schema.js';
import { parseEnvFile } from './env-file.js';

/** Where settings come from. */
export interface Sources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The content of a file. @throws if it cannot be read */
  readonly readFile: (path: string) => string;
}

export interface RawValues {
  readonly values: ReadonlyMap<SettingName, string>;
  /** Every name that was set, ours or not. */
  readonly names: readonly string[];
  readonly mistakes: readonly Mistake[];
}

/** Later wins: `.env` in the working folder, the environment, `NAME_FILE`. An empty value counts as not set. */
export function readRawValues({ env, readFile }: Sources): RawValues {
  const fromFile = readEnvFile(readFile);
  const given = Object.fromEntries(Object.entries({ ...fromFile, ...env }).filter(([, value]) => value));
  const mistakes: Mistake[] = [];
  const values = new Map<SettingName, string>();
  for (const name of Object.keys(schema) as SettingName[]) {
    const direct = given[name];
    const path = given[`${name}_FILE`];
    if (direct !== undefined) values.set(name, direct);
    if (path === undefined || !('secret' in schema[name])) continue;
    if (direct !== undefined)
      mistakes.push({ name, wrong: `is set together with ${name}_FILE`, cure: 'set one of them' });
    readSecret(name, path, readFile, values, mistakes);
  }
  return { values, names: Object.keys(given), mistakes };
}

function readSecret(
  name: SettingName,
  path: string,
  readFile: Sources['readFile'],
  values: Map<SettingName, string>,
  mistakes: Mistake[],
): void {
  try {
    values.set(name, readFile(path).replace(/\r?\n$/, ''));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    mistakes.push({
      name: `${name}_FILE`,
      wrong: `names a file that cannot be read (${code ?? 'error'})`,
      cure: 'name a readable file',
    });
  }
}

function readEnvFile(readFile: Sources['readFile']): Record<string, string> {
  try {
    return parseEnvFile(readFile('.env'));
  } catch {
    return {};
  }
}
