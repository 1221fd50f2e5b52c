/**
 * What clients see while things break: the database server dies or freezes, the service dies or is told to stop.
 *
 *   npm run chaos -- --engine sqlite|mysql|mariadb|postgres|mongodb|all [--away 5]
 *
 * The server of an engine is the one of TEST_<ENGINE>_URL; use one that nobody else needs. How it is stopped and started is
 * up to these commands, `{engine}` standing for the engine's name:
 *
 *   CHAOS_STOP    ends the server at once          CHAOS_FREEZE  SIGSTOP to all of its processes (PostgreSQL has several)
 *   CHAOS_START   starts it on its data and port   CHAOS_THAW    SIGCONT to the same
 *
 * While the server is away every request must get 503 with Retry-After within 2 s, never 401 or 500; liveness 200, readiness
 * 503, JWKS 200; afterwards all is well by itself. After a kill -9 of the service every acknowledged write is there and no
 * used refresh token works. SIGTERM fails no request on an open connection and exits 0. Exit 1 on a violation.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { schema } from '@janus/config';
import type { RunningService } from '../e2e/support/service.js';
import { startService } from '../e2e/support/service.js';
import type { EngineName } from '../load/engine-from-args.js';
import { databaseOn, enginesFromArgs, numberArgument } from '../load/engine-from-args.js';
import type { Trouble } from './database-trouble.js';
import { goThrough } from './database-trouble.js';
import type { Outcome } from './outcome.js';
import { printHeading, printOutcome } from './outcome.js';
import { serverCommands } from './server-commands.js';
import { drainService, killService } from './service-trouble.js';
import { sqliteTroubles } from './sqlite-trouble.js';
import { Traffic } from './traffic.js';

const awaySeconds = numberArgument('away', 5, 60);
const people = 6;

function troublesOf(engine: EngineName, databaseUrl: string): Trouble[] {
  if (engine === 'sqlite') return sqliteTroubles(databaseUrl, awaySeconds);
  const { stop, start, freeze, thaw } = serverCommands(engine);
  const common = { engine, seconds: awaySeconds, mayGoOn: [] };
  return [
    { ...common, scenario: 'server stopped', begin: stop, end: start },
    { ...common, scenario: 'server frozen', begin: freeze, end: thaw },
  ];
}

async function run(engine: EngineName): Promise<Outcome[]> {
  const database = databaseOn(engine);
  const dataDir = mkdtempSync(join(tmpdir(), 'janus-chaos-'));
  const env = {
    DATA_DIR: dataDir,
    // Tokens outlive a restart on another port.
    PUBLIC_URL: 'http://localhost:3000',
    KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64url'),
    DATABASE_TIMEOUT_MS: schema.DATABASE_TIMEOUT_MS.default ?? '',
    HASH_MAX_WAIT_MS: schema.HASH_MAX_WAIT_MS.default ?? '',
  };
  const outcomes: Outcome[] = [];
  const note = (outcome: Outcome) => {
    outcomes.push(outcome);
    printOutcome(outcome);
  };
  let service: RunningService | null = null;
  const start = async () => (service = await startService(database.url, env));
  try {
    for (const trouble of troublesOf(engine, database.url)) {
      const running = await start();
      note(await withTraffic(running, (traffic) => goThrough(trouble, traffic)));
      await running.stop();
    }
    const killed = await start();
    note(await withTraffic(killed, (traffic) => killService(engine, traffic, killed, start)));
    await (service as RunningService | null)?.stop();
    const drained = await start();
    note(await withTraffic(drained, (traffic) => drainService(engine, traffic, drained)));
  } finally {
    (service as RunningService | null)?.signal('SIGKILL');
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  }
  return outcomes;
}

async function withTraffic(service: RunningService, work: (traffic: Traffic) => Promise<Outcome>): Promise<Outcome> {
  const traffic = new Traffic(service.url);
  await traffic.people(people);
  const outcome = await work(traffic);
  traffic.end();
  if (outcome.violations.length > 0) explain(service);
  return outcome;
}

/** The last lines of the service that are not its record of requests: where to look for the cause. */
function explain({ output }: RunningService): void {
  const telling = output.filter((line) => !line.includes('"msg":"request"')).slice(-5);
  for (const line of telling) process.stderr.write(`  service: ${line.slice(0, 600)}\n`);
}

async function main(): Promise<void> {
  printHeading();
  const outcomes: Outcome[] = [];
  for (const engine of enginesFromArgs('all')) outcomes.push(...(await run(engine)));
  process.exit(outcomes.every(({ violations }) => violations.length === 0) ? 0 : 1);
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
