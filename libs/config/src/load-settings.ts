import { readFileSync } from 'node:fs';
import { keyFromFile } from './key-file.js';
import { readSettings } from './read-settings.js';
import type { Mistake } from './setting.js';
import type { Settings } from './settings.js';

/** EX_CONFIG of sysexits.h. */
export const badSettingsExitCode = 78;

/** Reads the settings of this process; if any is wrong, says so of all of them and exits with 78. */
export function loadSettings(): { settings: Settings; warnings: readonly string[] } {
  const { settings, mistakes, warnings } = readSettings({
    env: process.env,
    readFile: (path) => readFileSync(path, 'utf8'),
  });
  if (!settings) return exitWith(mistakes);
  try {
    const keyEncryptionKeys =
      settings.keyEncryptionKeys.length > 0 ? settings.keyEncryptionKeys : [keyFromFile(settings.dataDir)];
    return { settings: { ...settings, keyEncryptionKeys }, warnings };
  } catch (error) {
    const wrong = `cannot keep a generated key there: ${(error as Error).message}`;
    return exitWith([
      { name: 'DATA_DIR', wrong, cure: 'a folder that this user may write, or set KEY_ENCRYPTION_KEY' },
    ]);
  }
}

export function formatMistakes(mistakes: readonly Mistake[]): string {
  const lines = mistakes.map(({ name, wrong, cure }) => `  ${name} ${wrong}\n    use ${cure}`);
  return `${mistakes.length === 1 ? 'One setting is' : `${mistakes.length} settings are`} wrong:\n${lines.join('\n')}\n`;
}

function exitWith(mistakes: readonly Mistake[]): never {
  process.stderr.write(formatMistakes(mistakes));
  process.exit(badSettingsExitCode);
}
