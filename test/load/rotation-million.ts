/**
 * Does a refresh token ever have two successors, is a used one ever accepted again, does an honest client ever lose its session?
 *
 *   node scripts/run.cjs test/load/rotation-million.ts
 *     [--engines sqlite,mysql,mariadb,postgres,mongodb] [--count 1000000] [--http 10000] [--clients 128]
 *
 * `--count` rotations in all, spread over the engines, by `RefreshService` on the real adapters, each client with a clock of its
 * own; and `--http` over sockets against the built service. Clients refresh in one tab or several at once, lose answers, hang up
 * and come again, within the grace and at its edges; thieves come after it, with older tokens, and in the owner's own moment
 * (rotation-client.ts). A client knows what must happen, and stops everything at the first thing that must not.
 * Servers: TEST_<ENGINE>_URL. Exit 1 on a violation.
 */
import type { EngineName } from './engine-from-args.js';
import { databaseOn, enginesFromArgs, numberArgument } from './engine-from-args.js';
import { runProgram, say } from './end.js';
import { rotateInProcess } from './rotation-in-process.js';
import { rotateOverHttp } from './rotation-over-http.js';
import { RotationTally } from './rotation-tally.js';

const engines = enginesFromArgs('all');
const share = (name: string, fallback: number) =>
  Math.ceil(numberArgument(name, fallback, 100_000_000) / engines.length);
const count = share('count', 1_000_000);
const httpCount = share('http', 10_000);
const clients = numberArgument('clients', 128, 1_000);
const httpClients = 12;

type Way = (url: string, tally: RotationTally, rotations: number, clients: number) => Promise<void>;

async function run(
  engine: EngineName,
  name: string,
  way: Way,
  rotations: number,
  clients: number,
): Promise<RotationTally> {
  const database = databaseOn(engine);
  const [tally, startedAt] = [new RotationTally(), performance.now()];
  try {
    await way(database.url, tally, rotations, clients);
  } finally {
    await database.drop();
  }
  const seconds = (performance.now() - startedAt) / 1000;
  say(
    `${engine.padEnd(9)} ${name.padEnd(10)} rotations ${tally.rotations} in ${seconds.toFixed(1)} s ` +
      `(${Math.round(tally.rotations / seconds)}/s), sessions ${tally.sessions}, repeated within the grace ${tally.repeats}, ` +
      `cut or lost ${tally.cut}, replays ${tally.replays}; ${tally.claims}`,
  );
  return tally;
}

async function main(): Promise<string[]> {
  const tallies: RotationTally[] = [];
  for (const engine of engines) {
    tallies.push(await run(engine, 'in process', rotateInProcess, count, clients));
    tallies.push(await run(engine, 'over HTTP', rotateOverHttp, httpCount, httpClients));
  }
  const total = (pick: (tally: RotationTally) => number) => tallies.reduce((sum, tally) => sum + pick(tally), 0);
  say(`in all    rotations ${total((tally) => tally.rotations)}, replays ${total((tally) => tally.replays)}`);
  const idle = tallies.some(({ rotations, cut, replays }) => rotations * cut * replays === 0);
  return [...tallies.flatMap(({ trouble }) => trouble ?? []), ...(idle ? ['a part of it did nothing'] : [])];
}

runProgram(main);
