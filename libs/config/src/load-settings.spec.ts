import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatMistakes } from './load-settings.js';

const root = join(__dirname, '../../..');
const program = `
  const { loadSettings } = require('@janus/config');
  const { settings, warnings } = loadSettings();
  process.stdout.write(JSON.stringify({ key: settings.keyEncryptionKeys[0].toString('hex'), port: settings.port, warnings }));
`;

// A process of its own: it reads a real environment, and exits.
async function load(cwd: string, env: Record<string, string> = {}) {
  const hook = join(root, 'scripts/typescript-hook.cjs');
  const child = spawn(process.execPath, ['-r', hook, '-e', program], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, ...output, loaded: JSON.parse(output.stdout || 'null') as { key: string; port: number } | null };
}

describe('loadSettings', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'janus-config-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('makes one key for all processes that start at once, for nobody else to read', async () => {
    const runs = await Promise.all([1, 2, 3, 4].map(() => load(folder)));
    const keys = new Set(runs.map(({ loaded }) => loaded?.key));
    expect([...keys]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect(readdirSync(join(folder, 'data'))).toEqual(['key-encryption-key']);
    expect(statSync(join(folder, 'data/key-encryption-key')).mode & 0o777).toBe(0o600);
    const again = await load(folder);
    expect(again.loaded?.key).toBe([...keys][0]);
  });

  it('makes none if there is one in the settings', async () => {
    const key = Buffer.alloc(32, 9).toString('hex');
    expect((await load(folder, { KEY_ENCRYPTION_KEY: key })).loaded?.key).toBe(key);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('reads .env in the working folder', async () => {
    writeFileSync(join(folder, '.env'), 'PORT=4321\n');
    expect((await load(folder)).loaded?.port).toBe(4321);
  });

  it('exits with 78 and says everything on standard error', async () => {
    const { code, stdout, stderr } = await load(folder, { PORT: 'http', JWT_SECRET: 'hunter2' });
    expect([code, stdout]).toEqual([78, '']);
    expect(stderr).toMatch(/^2 settings are wrong:\n {2}PORT .+\n {4}use .+\n {2}JWT_SECRET .+\n {4}use .+\n$/);
    expect(stderr).not.toContain('hunter2');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('exits with 78 where it cannot keep a key', async () => {
    writeFileSync(join(folder, 'taken'), '');
    const { code, stderr } = await load(folder, { DATA_DIR: join(folder, 'taken') });
    expect(code).toBe(78);
    expect(stderr).toMatch(/^One setting is wrong:\n {2}DATA_DIR /);
  });

  it('does not replace a key that it cannot read', async () => {
    writeFileSync(join(folder, 'key-encryption-key'), 'spoilt\n');
    expect((await load(folder, { DATA_DIR: folder })).code).toBe(78);
    expect(readFileSync(join(folder, 'key-encryption-key'), 'utf8')).toBe('spoilt\n');
  });
});

describe('formatMistakes', () => {
  it('gives each mistake its name, what is wrong, and what works', () => {
    expect(formatMistakes([{ name: 'PORT', wrong: 'is not a number', cure: 'for instance 3000' }])).toBe(
      'One setting is wrong:\n  PORT is not a number\n    use for instance 3000\n',
    );
  });
});
