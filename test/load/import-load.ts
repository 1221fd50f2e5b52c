/**
 * How fast users move in, and whether their passwords come with them.
 *
 *   node scripts/run.cjs test/load/import-load.ts --engine sqlite|mysql|mariadb|postgres|mongodb|all [--count 100000]
 *
 * Writes a file of users with hashes of every kind, imports it by the real command line into a fresh database, then starts the
 * service, signs in ten users of each kind, and reads their hashes by an export: each must be argon2id of today's strength.
 * Servers: TEST_<ENGINE>_URL. Exit 1 if anything is missing.
 */
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from '../e2e/support/client.js';
import { worldKey } from '../e2e/support/world.js';
import { legacyHashes, legacyPassword } from '../factories/legacy-hashes.js';
import type { CliRun } from './cli-run.js';
import { measuredCli } from './cli-run.js';
import type { EngineName } from './engine-from-args.js';
import { databaseOn, enginesFromArgs, numberArgument } from './engine-from-args.js';
import { startQuiet } from './quiet-service.js';

const count = numberArgument('count', 100_000, 10_000_000);
const perKind = 10;
const today = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/;
const emailOf = (n: number) => `user-${n}@example.com`;

/** The kinds take turns, so that the first users are some of each. */
async function writeFile(path: string): Promise<void> {
  const file = createWriteStream(path);
  for (let n = 0; n < count; n += 1) {
    const [, passwordHash] = legacyHashes[n % legacyHashes.length] ?? [];
    const createdAt = new Date(Date.UTC(2015, 0, 1) + n * 60_000).toISOString();
    const line = { email: emailOf(n), passwordHash, emailVerified: n % 2 === 0, displayName: `User ${n}`, createdAt };
    if (!file.write(`${JSON.stringify(line)}\n`)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}

/** @returns how many of the chosen users came in */
async function signInSome(databaseUrl: string, chosen: readonly string[]): Promise<number> {
  const service = await startQuiet(databaseUrl, { KEY_ENCRYPTION_KEY: worldKey });
  try {
    const client = new Client(service.url);
    let signedIn = 0;
    for (const email of chosen) {
      const { status } = await client.post('/auth/login', { email, password: legacyPassword });
      if (status === 200) signedIn += 1;
    }
    return signedIn;
  } finally {
    await service.stop();
  }
}

/** @returns how many users there are, and how many of the chosen ones have a hash of today */
async function readBack(out: string, chosen: ReadonlySet<string>): Promise<{ all: number; upgraded: number }> {
  let [all, upgraded] = [0, 0];
  for await (const line of createInterface({ input: createReadStream(out) })) {
    const { email, passwordHash } = JSON.parse(line) as { email: string; passwordHash: string };
    all += 1;
    if (chosen.has(email) && today.test(passwordHash)) upgraded += 1;
  }
  return { all, upgraded };
}

async function run(engine: EngineName): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'janus-load-'));
  const database = databaseOn(engine);
  try {
    const [file, out] = [join(folder, 'users.ndjson'), join(folder, 'out.ndjson')];
    await writeFile(file);
    const env = { DATABASE_URL: database.url, DATA_DIR: folder, KEY_ENCRYPTION_KEY: worldKey };
    const imported = await measuredCli(['users', 'import', file], env);
    const chosen = Array.from({ length: Math.min(perKind * legacyHashes.length, count) }, (_, n) => emailOf(n));
    const signedIn = await signInSome(database.url, chosen);
    const exported = await measuredCli(['users', 'export', '--with-hashes', '--out', out], env);
    const { all, upgraded } = await readBack(out, new Set(chosen));
    const isRight = imported.code === 0 && all === count && signedIn === chosen.length && upgraded === chosen.length;
    process.stdout.write(
      `${engine.padEnd(9)} ${isRight ? 'ok  ' : 'FAIL'} ${imported.stdout.trim()}; ` +
        `import ${told(imported)}; export ${told(exported)}; ` +
        `signed in ${signedIn} of ${chosen.length}, hashes of today ${upgraded}\n`,
    );
    return isRight;
  } finally {
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The time has the start of the program and the migrations in it. */
function told({ seconds, peakMb }: CliRun): string {
  return `${seconds.toFixed(1)} s, ${Math.round(count / seconds)} a second, at most ${peakMb} MB`;
}

async function main(): Promise<void> {
  let isRight = true;
  for (const engine of enginesFromArgs('sqlite')) isRight = (await run(engine)) && isRight;
  process.exit(isRight ? 0 : 1);
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
