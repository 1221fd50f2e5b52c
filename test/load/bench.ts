/**
 * How fast the service is, as a fraction of what this machine and this database allow at all.
 *
 *   npm run bench -- --engine sqlite|mysql|mariadb|postgres|mongodb
 *     [--seconds 5] [--rounds 3] [--connections 32] [--only me,refresh] [--profile <folder>]
 *
 * Each workload runs in turn against the service and against the limit (limit-server.ts: bare Fastify, HS256, one indexed
 * read or write; for login and register the argon2id hash alone), round after round, so that whatever else the machine does
 * hits both alike. `me` runs a second time against a service that signs with HS256. Compare ratios, not requests a second.
 * `--profile` writes a CPU profile of the service (ES256) there when it stops.
 * Everything stays on loopback; the database is made for the run and dropped. Exit 1 if an answer was not the expected one.
 */
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Client } from '../e2e/support/client.js';
import { freshEmail, password, signIn } from '../e2e/support/people.js';
import { argument, databaseOn, enginesFromArgs, numberArgument } from './engine-from-args.js';
import type { LoadOrder, LoadResult } from './load-client.js';
import { startProgram } from './load-process.js';
import type { QuietService } from './quiet-service.js';
import { startQuiet } from './quiet-service.js';
import type { Cast, LoadPerson, WorkloadName } from './workloads.js';
import { connectionsFor, workloadNames } from './workloads.js';

interface Subject {
  readonly url: string;
  cast: Cast;
}

interface Measured {
  readonly service: LoadResult;
  readonly limit: LoadResult;
}

const seconds = numberArgument('seconds', 5, 60);
const rounds = numberArgument('rounds', 3, 20);
const connections = numberArgument('connections', 32, 256);
const [engine = 'sqlite'] = enginesFromArgs('sqlite');
const only = argument('only')?.split(',') ?? workloadNames;
const profile = argument('profile');
// Sign-ins and registrations are compared with a hash on every core.
const everyCore = { HASH_SLOTS: String(availableParallelism()) };

async function measure(client: ChildProcess, workload: WorkloadName, subject: Subject): Promise<LoadResult> {
  const { url, cast } = subject;
  const order: LoadOrder = { url, workload, connections: connectionsFor(workload, connections), seconds, cast };
  client.send(order);
  const [result] = (await once(client, 'message')) as [LoadResult];
  subject.cast = result.cast;
  return result;
}

/** One super admin, who lists, and one person a connection. */
async function castFor(service: QuietService): Promise<Cast> {
  const client = new Client(service.url);
  const email = freshEmail('root');
  const { status, text } = await client.post('/setup', { token: await service.setupToken(), email, password });
  if (status !== 201) throw new Error(`setup: ${status} ${text}`);
  const admin = await signIn(client, email);
  const people: LoadPerson[] = [];
  while (people.length < connections) {
    const fresh = freshEmail();
    await client.post('/auth/register', { email: fresh, password });
    people.push(await signIn(client, fresh));
  }
  return { people, adminToken: admin.token, password };
}

async function compare(name: string, workload: WorkloadName, service: Subject, limit: Subject): Promise<Measured[]> {
  const client = startProgram('load-client.ts');
  const measured: Measured[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const pair = { service: await measure(client, workload, service), limit: await measure(client, workload, limit) };
    measured.push(pair);
    print(name, String(round), pair, ratioOf(pair));
  }
  client.disconnect();
  const ratios = measured.map(ratioOf).toSorted((a, b) => a - b);
  process.stdout.write(`${name.padEnd(12)} median ratio ${(ratios[Math.floor(ratios.length / 2)] ?? 0).toFixed(2)}\n`);
  return measured;
}

function ratioOf({ service, limit }: Measured): number {
  return service.perSecond / limit.perSecond;
}

function print(name: string, round: string, { service, limit }: Measured, ratio: number): void {
  const columns = [service.perSecond, limit.perSecond].map((value) => value.toFixed(0).padStart(9));
  const times = [service.p50, service.p99, limit.p50, limit.p99].map((value) => value.toFixed(1).padStart(8));
  const row = [name.padEnd(12), round.padStart(5), ...columns, ratio.toFixed(2).padStart(6), ...times];
  process.stdout.write(`${row.join(' ')}\n`);
  for (const [who, { failures, firstFailure }] of Object.entries({ service, limit })) {
    if (failures > 0) process.stdout.write(`  ${who}: ${failures} failures, the first: ${firstFailure}\n`);
  }
}

async function run(databaseUrl: string, hs256Url: string): Promise<boolean> {
  const profiling = profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  const es256 = await startQuiet(databaseUrl, everyCore, profiling);
  const hs256 = await startQuiet(hs256Url, {
    ...everyCore,
    JWT_ALG: 'HS256',
    JWT_SECRET: randomBytes(48).toString('base64url'),
  });
  const idle = es256.rss();
  const limitProcess = startProgram('limit-server.ts', [databaseUrl]);
  const [limit] = (await once(limitProcess, 'message')) as [Subject];
  const service: Subject = { url: es256.url, cast: await castFor(es256) };
  process.stdout.write(`${engine}: ${rounds} rounds of ${seconds} s, ${connections} connections\n`);
  process.stdout.write('workload     round service/s   limit/s  ratio      p50      p99  lim p50  lim p99 (ms)\n');
  const all: Measured[] = [];
  for (const workload of workloadNames) {
    if (!only.includes(workload)) continue;
    all.push(...(await compare(workload, workload, service, limit)));
    if (workload !== 'me') continue;
    const other: Subject = { url: hs256.url, cast: await castFor(hs256) };
    all.push(...(await compare('me (HS256)', 'me', other, limit)));
  }
  process.stdout.write(
    `start to first 200: ${es256.startSeconds.toFixed(2)} s; RSS idle ${idle} MB, after the load ${es256.rss()} MB\n`,
  );
  limitProcess.disconnect();
  await Promise.all([es256.stop(), hs256.stop()]);
  return all.every(({ service: ours, limit: theirs }) => ours.failures === 0 && theirs.failures === 0);
}

async function main(): Promise<void> {
  const [database, other] = [databaseOn(engine), databaseOn(engine)];
  try {
    process.exitCode = (await run(database.url, other.url)) ? 0 : 1;
  } finally {
    await Promise.all([database.drop(), other.drop()]);
  }
  process.exit();
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
