import { parseEnvFile } from './env-file.js';
import { readSettings } from './read-settings.js';
import { renderEnvExample, renderSettingsPage } from './render.js';
import { schema } from './schema.js';

const names = Object.keys(schema);
const nothing = { env: {}, readFile: () => '' };

describe('renderEnvExample', () => {
  it('names every setting once, commented out', () => {
    expect(parseEnvFile(renderEnvExample())).toEqual({});
    expect([...renderEnvExample().matchAll(/^#([A-Z_]+)=/gm)].map(([, name]) => name).toSorted()).toEqual(
      names.toSorted(),
    );
  });

  it('changes nothing when everything in it is switched on', () => {
    const content = renderEnvExample().replaceAll(/^#([A-Z_]+=)/gm, '$1');
    expect(readSettings({ env: {}, readFile: () => content })).toEqual(readSettings(nothing));
  });
});

describe('renderSettingsPage', () => {
  it('has a row for every setting, four columns wide', () => {
    const rows = renderSettingsPage()
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    expect(rows.map((row) => /^\| `([A-Z_]+)`/.exec(row)?.[1]).toSorted()).toEqual(names.toSorted());
    for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(5);
  });

  it('says which may come from a file', () => {
    const secrets = [...renderSettingsPage().matchAll(/`([A-Z_]+)_FILE` may name a file/g)].map(([, name]) => name);
    expect(secrets).toEqual(['DATABASE_URL', 'JWT_SECRET', 'KEY_ENCRYPTION_KEY', 'MAIL_URL', 'REDIS_URL']);
  });
});
