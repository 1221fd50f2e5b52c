/**
 * Does it matter how long the audit log is?
 *
 *   node scripts/run.cjs test/load/audit-pages.ts --engine sqlite|mysql|mariadb|postgres|mongodb|all
 *     [--count 100000] [--samples 200]
 *
 * Fills a log with a tenth of the entries, exports it ten times and verifies it; fills it to the end, exports it once and verifies
 * it again, in new processes: as many lines, and what memory the one export takes beyond the ten is for its length.
 * Claims: pages by cursor, the export and the filled log hold the same entries, each once; the last page takes at most 1.3 times as
 * long as the first one and the other way round (medians of so many samples a side, in turns), also under filters; memory for an
 * export does not depend on its length; a reader who takes 1 KB at a time does not make the service read ahead; `janus audit
 * verify` finds nothing. Servers: TEST_<ENGINE>_URL. Exit 1 if one does not hold.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '../e2e/support/client.js';
import { firstAdmin, signIn, withRole } from '../e2e/support/people.js';
import { startService } from '../e2e/support/service.js';
import { worldKey } from '../e2e/support/world.js';
import { comparePages, exportAll, readSlowly } from './audit-claims.js';
import { fillAudit, spanMs } from './audit-fill.js';
import { AuditReading } from './audit-reading.js';
import { measuredCli } from './cli-run.js';
import { runProgram, say, sayLoad } from './end.js';
import type { EngineName } from './engine-from-args.js';
import { databaseOn, enginesFromArgs, numberArgument } from './engine-from-args.js';
import { startQuiet } from './quiet-service.js';

/** What one length of the log has cost, in MB. */
interface Cost {
  readonly failures: readonly string[];
  /** From before an export to its peak. */
  readonly exportGrowth: number;
  readonly verifyPeak: number;
}

const count = numberArgument('count', 100_000, 5_000_000);
const samples = numberArgument('samples', 200, 10_000);
const tenths = 10;
// In MB. Resident memory of a service that reads from a server goes up and down by 100 and more while Node leaves the garbage lie,
// in ten short exports as in a long one. Who gathers 100,000 entries holds 50 of text, and more of objects, beyond that.
const most = { exportGrowth: 192, beyondShortOnes: 48, verifyGrowth: 128 };

/** An administrator, not a super admin: the matrix lets them read everything. @returns the address */
async function engageAdmin(databaseUrl: string): Promise<string> {
  const service = await startService(databaseUrl, { KEY_ENCRYPTION_KEY: worldKey });
  try {
    const client = new Client(service.url);
    return (await withRole(client, await firstAdmin(client, service), 'admin')).email;
  } finally {
    await service.stop();
  }
}

/** In a process of its own, so that nothing that came before has made it grow. */
async function read(databaseUrl: string, email: string, isWhole: boolean) {
  const service = await startQuiet(databaseUrl, { KEY_ENCRYPTION_KEY: worldKey });
  const { token } = await signIn(new Client(service.url), email);
  const reading = new AuditReading(service, token);
  try {
    const { growth, ids, seconds } = await exportAll(reading, isWhole ? 1 : tenths);
    const failures = isWhole ? await comparePages(reading, ids, samples) : [];
    if (isWhole) failures.push(...(await readSlowly(reading, 2 * seconds)));
    return { failures, exportGrowth: growth, entries: ids.length };
  } finally {
    reading.close();
    await service.stop();
  }
}

async function measure(databaseUrl: string, folder: string, email: string, filled: number): Promise<Cost> {
  const { entries, exportGrowth, failures } = await read(databaseUrl, email, filled === count);
  const env = { DATABASE_URL: databaseUrl, DATA_DIR: folder, KEY_ENCRYPTION_KEY: worldKey };
  const { code, stdout, seconds, peakMb } = await measuredCli(['audit', 'verify'], env);
  say(`  verify    ${stdout.trim()}; ${seconds.toFixed(1)} s, at most ${peakMb} MB`);
  // Beside the filled ones there are a few: what the administrators did.
  if (entries < filled || entries > filled + 50) failures.push(`${entries} entries of ${filled}`);
  if (code !== 0 || !stdout.startsWith(`${entries} entries `)) failures.push(`verify: ${stdout.trim()}`);
  if (exportGrowth > most.exportGrowth) failures.push(`an export took ${exportGrowth} MB`);
  return { failures, exportGrowth, verifyPeak: peakMb };
}

async function run(engine: EngineName): Promise<string[]> {
  const [database, folder] = [databaseOn(engine), mkdtempSync(join(tmpdir(), 'janus-load-'))];
  const [tenth, since] = [Math.ceil(count / tenths), new Date(Date.now() - spanMs(count))];
  try {
    const email = await engageAdmin(database.url);
    const costs: Cost[] = [];
    for (const [from, to] of [
      [0, tenth],
      [tenth, count],
    ] as const) {
      const rate = await fillAudit(database.url, worldKey, from, to, since);
      say(`${engine}: ${to} entries, filled at ${Math.round(rate)}/s`);
      costs.push(await measure(database.url, folder, email, to));
    }
    return judge(costs).map((failure) => `${engine}: ${failure}`);
  } finally {
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function judge(costs: readonly Cost[]): string[] {
  const failures = costs.flatMap((cost) => cost.failures);
  const [small, whole] = costs;
  if (!small || !whole) return ['nothing was measured'];
  const [beyond, verifying] = [whole.exportGrowth - small.exportGrowth, whole.verifyPeak - small.verifyPeak];
  if (beyond > most.beyondShortOnes) failures.push(`one long export takes ${beyond} MB more than ten short ones`);
  if (verifying > most.verifyGrowth) failures.push(`to verify ten times as many entries takes ${verifying} MB more`);
  return failures;
}

async function main(): Promise<string[]> {
  const failures: string[] = [];
  for (const engine of enginesFromArgs('sqlite')) failures.push(...(await run(engine)));
  sayLoad();
  return failures;
}

runProgram(main);
