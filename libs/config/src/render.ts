import type { Setting } from './setting.js';
import { schema } from './schema.js';

const settings: readonly [string, Setting<unknown>][] = Object.entries(schema);
const groups = [...new Set(settings.map(([, { group }]) => group))];

/** `.env.example`: every setting, commented out, with its meaning. */
export function renderEnvExample(): string {
  const parts = groups.map((group) => {
    const lines = ofGroup(group).map(
      ([name, one]) => `# ${plain(one.meaning)}\n${defaultComment(one)}#${name}=${example(one)}\n`,
    );
    return `# --- ${group} ---\n\n${lines.join('\n')}`;
  });
  return `# Settings of Janus. Copy to .env and change what you need; everything has a default that works in development.\n# A secret may be read from a file: NAME_FILE=/path in place of NAME=value.\n\n${parts.join('\n')}`;
}

/** docs/settings.md. */
export function renderSettingsPage(): string {
  const parts = groups.map((group) => {
    const rows = ofGroup(group).map(
      ([name, one]) =>
        `| \`${name}\` | ${shownDefault(one)} | ${one.meaning}${one.secret ? ' *Secret:* `' + name + '_FILE` may name a file.' : ''} | ${one.since} |`,
    );
    return `## ${group}\n\n| Name | Default | Meaning | Since |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return `# Settings\n\n<!-- Generated from libs/config by \`npm run generate\`. -->\n\nSources, later wins: defaults, \`.env\` in the working folder, the environment, \`NAME_FILE\` (for secrets). All mistakes are reported\nat once and the service exits with 78. An empty value counts as not set.\n\n${parts.join('\n')}`;
}

function ofGroup(group: string): readonly [string, Setting<unknown>][] {
  return settings.filter(([, one]) => one.group === group);
}

function shownDefault({ default: text, defaultNote }: Setting<unknown>): string {
  if (defaultNote) return defaultNote.replaceAll('<', '\\<');
  return text ? `\`${text}\`` : '–';
}

function defaultComment({ defaultNote }: Setting<unknown>): string {
  return defaultNote ? `# Default: ${plain(defaultNote)}\n` : '';
}

function example({ default: text, defaultNote }: Setting<unknown>): string {
  return defaultNote ? '' : (text ?? '');
}

function plain(markdown: string): string {
  return markdown.replaceAll('`', '');
}
