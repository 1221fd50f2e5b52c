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
  const mistakes: Mistake[] = [];
  const fromFile = readEnvFile(readFile, mistakes);
  const given = Object.fromEntries(Object.entries({ ...fromFile, ...env }).filter(([, value]) => value));
  const values = new Map<SettingName, string>();
  for (const name of Object.keys(schema) as SettingName[]) {
    const direct = given[name];
    const path = given[`${name}_FILE`];
    if (direct !== undefined) values.set(name, direct);
    if (path === undefined || !('secret' in schema[name])) continue;
    if (direct !== undefined) mistakes.push({ name, wrong: `is set together with ${name}_FILE`, cure: 'one of them' });
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
    const value = readFile(path).replace(/\r?\n$/, '');
    if (value) values.set(name, value);
    // Were it taken for "not set", development would quietly make a key in its place.
    else mistakes.push({ name: `${name}_FILE`, wrong: 'names an empty file', cure: 'a file that holds the value' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    mistakes.push({
      name: `${name}_FILE`,
      wrong: `names a file that cannot be read (${code ?? 'error'})`,
      cure: 'a file that this user may read',
    });
  }
}

function readEnvFile(readFile: Sources['readFile'], mistakes: Mistake[]): Record<string, string> {
  try {
    return parseEnvFile(readFile('.env'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // It need not be there; but one that is there and not read would be believed to work.
    if (code !== 'ENOENT') {
      const wrong = `is there and cannot be read (${code ?? 'error'})`;
      mistakes.push({ name: '.env', wrong, cure: 'a file that this user may read, or none' });
    }
    return {};
  }
}
