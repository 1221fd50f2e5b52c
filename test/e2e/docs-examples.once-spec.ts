import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { World } from './support/world.js';
import { openWorld } from './support/world.js';

const run = promisify(execFile);
const root = join(__dirname, '../..');

/** The examples of a page, as one script, and what its lines promise to print. */
function examplesOf(page: string): { script: string; promised: string[] } {
  const text = readFileSync(join(root, page), 'utf8');
  const script = [...text.matchAll(/^```sh example\n([^]*?)^```$/gm)].map(([, block]) => block).join('\n');
  return { script, promised: [...script.matchAll(/# prints: (.+)$/gm)].map(([, promise]) => promise ?? '') };
}

describe('the examples in the documentation', () => {
  let world: World;

  beforeEach(async () => {
    world = await openWorld();
  });

  afterEach(() => world.end());

  it.each(['README.md', 'docs/api.md'])('of %s run, and print what they promise', async (page) => {
    const { script, promised } = examplesOf(page);
    expect(promised.length).toBeGreaterThan(0);
    const env = { PATH: process.env['PATH'], JANUS: world.service.url };
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], { env });
    const printed = stdout.split('\n');
    let from = 0;
    for (const promise of promised) {
      const at = printed.findIndex((line, index) => index >= from && line.endsWith(promise));
      expect([promise, at >= 0]).toEqual([promise, true]);
      from = at + 1;
    }
  });
});
