/**
 * Do sign-ins slow others down? 64 of them in flight all the time, more than can be hashed, beside steady verified requests.
 *
 *   node scripts/run.cjs test/load/login-storm.ts --engine sqlite|mysql|mariadb|postgres|mongodb
 *     [--rounds 5] [--seconds 8] [--in-flight 64] [--rate 100] [--slots]
 *
 * Each round has three windows, with the same steady `GET /users/me` in all of them: nothing else; the storm; and, beside an idle
 * service, a process that does nothing but the same hash with as many threads at the same priority. So whatever else the machine
 * does hits all three alike. `--slots` is HASH_SLOTS and the threads of the hash alone; without it one fewer than cores, which is
 * the default of HASH_SLOTS.
 * Claims, as medians over the rounds: the storm's p99 of `me` is at most twice the idle one, sign-ins a second are at least 0.9 of
 * what the hash alone allows, the service's memory is flat, and every sign-in is answered 200 or 503 OVERLOADED. Clients, probe, hash and service are processes of their own. Exit 1 if a claim does not hold.
 */
import type { ChildProcess } from 'node:child_process';
import { schema } from '@janus/config';
import { Client } from '../e2e/support/client.js';
import { freshEmail, newcomer, password } from '../e2e/support/people.js';
import { runProgram, say, sayLoad } from './end.js';
import { databaseOn, enginesFromArgs, numberArgument } from './engine-from-args.js';
import type { HashOrder } from './hash-rate.js';
import { ask, startProgram } from './load-process.js';
import type { QuietService } from './quiet-service.js';
import { startQuiet } from './quiet-service.js';
import { median } from './sample.js';
import type { ProbeOrder, ProbeResult } from './steady-probe.js';
import type { StormOrder, StormResult } from './storm-clients.js';

interface Round {
  readonly idle: ProbeResult;
  readonly storm: ProbeResult;
  readonly besideHash: ProbeResult;
  readonly signIns: StormResult;
  readonly hashesPerSecond: number;
}

interface Programs {
  readonly probe: ChildProcess;
  readonly clients: ChildProcess;
  readonly hasher: ChildProcess;
}

const [engine = 'sqlite'] = enginesFromArgs('sqlite');
const rounds = numberArgument('rounds', 5, 50);
const seconds = numberArgument('seconds', 8, 120);
const inFlight = numberArgument('in-flight', 64, 1_000);
const perSecond = numberArgument('rate', 100, 2_000);
const warmUpSeconds = 1;
const peopleCount = 64;
const threads = numberArgument('slots', Number(schema.HASH_SLOTS.default), 64);
const hashing = { memoryKib: 19_456, iterations: 2, parallelism: 1 };
const most = { p99: 2, memory: 1.1 };
const least = { signIns: 0.9 };

async function playRound(programs: Programs, probing: ProbeOrder, emails: readonly string[]): Promise<Round> {
  const { probe, clients, hasher } = programs;
  const idle = await ask<ProbeResult>(probe, probing);
  const storming: StormOrder = { url: probing.url, emails, password, inFlight, warmUpSeconds, seconds };
  const signingIn = ask<StormResult>(clients, storming);
  await new Promise((resolve) => setTimeout(resolve, warmUpSeconds * 1000));
  const [storm, signIns] = await Promise.all([ask<ProbeResult>(probe, probing), signingIn]);
  const alone: HashOrder = { threads, seconds, ...hashing };
  const [besideHash, hashesPerSecond] = await Promise.all([
    ask<ProbeResult>(probe, probing),
    ask<number>(hasher, alone),
  ]);
  return { idle, storm, besideHash, signIns, hashesPerSecond };
}

function print(number: number, { idle, storm, besideHash, signIns, hashesPerSecond }: Round): void {
  const times = [idle.p50, idle.p99, storm.p50, storm.p99, besideHash.p99, storm.p99 / idle.p99];
  const cells = [...times, signIns.perSecond, hashesPerSecond].map((value) => value.toFixed(1).padStart(8));
  const share = (signIns.perSecond / hashesPerSecond).toFixed(2).padStart(6);
  say(`${String(number).padStart(5)} ${cells.join(' ')} ${share} ${String(signIns.overloaded).padStart(6)}`);
}

function judge(all: readonly Round[], memory: readonly number[]): string[] {
  const p99 = median(all.map(({ idle, storm }) => storm.p99 / idle.p99));
  const share = median(all.map(({ signIns, hashesPerSecond }) => signIns.perSecond / hashesPerSecond));
  const growth = (memory.at(-1) ?? 0) / (memory[0] || 1);
  const failures = all.flatMap(({ signIns: { firstFailure } }) => firstFailure ?? []);
  const refused = all.reduce(
    (sum, { idle, storm, besideHash }) => sum + idle.failures + storm.failures + besideHash.failures,
    0,
  );
  say(`medians: p99 in the storm ${p99.toFixed(2)} x idle, sign-ins ${share.toFixed(2)} of the hash alone`);
  return [
    ...(p99 <= most.p99 ? [] : [`the storm's p99 is ${p99.toFixed(2)} x the idle one`]),
    ...(share >= least.signIns ? [] : [`sign-ins are ${share.toFixed(2)} of what the hash allows`]),
    ...(growth <= most.memory ? [] : [`memory grew by ${growth.toFixed(2)} from the first storm to the last`]),
    ...(refused === 0 ? [] : [`${refused} verified requests failed`]),
    ...failures.slice(0, 1),
  ];
}

async function run(service: QuietService, programs: Programs): Promise<string[]> {
  const api = new Client(service.url);
  const emails = Array.from({ length: peopleCount }, () => freshEmail('storm'));
  const tokens: string[] = [];
  for (const email of emails) tokens.push((await newcomer(api, { email })).token);
  const probing: ProbeOrder = { url: service.url, tokens, perSecond, seconds };
  await ask(programs.probe, { ...probing, seconds: 2 });
  const start = service.rss();
  let peak = start;
  const watch = setInterval(() => (peak = Math.max(peak, service.rss())), 250);
  say(
    `${engine}: ${rounds} rounds of 3 x ${seconds} s, ${inFlight} sign-ins in flight, ${perSecond} me/s, ${threads} threads`,
  );
  say('round idle p50      p99 storm p50     p99 hash p99  p99 x    sign-ins hashes/s share    503');
  const [all, memory]: [Round[], number[]] = [[], []];
  for (let number = 1; number <= rounds; number += 1) {
    const round = await playRound(programs, probing, emails);
    all.push(round);
    memory.push(service.rss());
    print(number, round);
  }
  clearInterval(watch);
  say(
    `RSS MB of the service: start ${start}, after each storm ${memory.join(' ')}, peak ${peak}; of its hashing process ${service.childrenRss()}`,
  );
  sayLoad();
  return judge(all, memory);
}

async function main(): Promise<string[]> {
  const database = databaseOn(engine);
  const service = await startQuiet(database.url, { ACCESS_TTL_SECONDS: '86400', HASH_SLOTS: String(threads) });
  const programs: Programs = {
    probe: startProgram('steady-probe.ts'),
    clients: startProgram('storm-clients.ts'),
    hasher: startProgram('hash-rate.ts', [], { UV_THREADPOOL_SIZE: String(threads) }),
  };
  try {
    return await run(service, programs);
  } finally {
    for (const program of Object.values(programs)) (program as ChildProcess).disconnect();
    await service.stop();
    await database.drop();
  }
}

runProgram(main);
