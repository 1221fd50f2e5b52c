/**
 * Does a sign-in that fails tell why, by its time or by its answer?
 *
 *   node scripts/run.cjs test/load/sign-in-timing.ts --engine sqlite|mysql|mariadb|postgres|mongodb|all [--samples 200]
 *
 * So many samples a side, one at a time, the sides in random order: a wrong password, from a new device and from a known one, an
 * unknown address, a locked account (with the wrong and with the right password), a suspended and a deleted user, and one without
 * a password. Claims: the medians differ by at most 5 %, and answers are the same to the letter but for the request's id and the
 * date. Exit 1 if one does not hold.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { loadavg } from 'node:os';
import { Client } from '../e2e/support/client.js';
import { freshEmail, password, signIn } from '../e2e/support/people.js';
import { runProgram, say } from './end.js';
import type { EngineName } from './engine-from-args.js';
import { databaseOn, enginesFromArgs, numberArgument } from './engine-from-args.js';
import type { WireAnswer } from './http-connection.js';
import { HttpConnection } from './http-connection.js';
import type { QuietService } from './quiet-service.js';
import { startQuiet } from './quiet-service.js';
import { median, quantile } from './sample.js';
import type { Side } from './timing-sides.js';
import { loginText, prepareSides, triesEach } from './timing-sides.js';

const samples = numberArgument('samples', 200, 10_000);
const mostApart = 0.05;
// What may differ between any two answers: who reads them learns the time and how often they have asked.
const varying = /^(?:date|x-request-id|ratelimit[a-z-]*|retry-after):.*\r?\n/gim;

interface Sampled {
  readonly side: Side;
  readonly times: number[];
  readonly answers: Set<string>;
}

function appearance({ head, body }: WireAnswer): string {
  return `${head}\r\n`.replaceAll(varying, '') + body.replace(/"requestId":"[^"]*"/, '"requestId":""');
}

async function sample(wire: HttpConnection, sides: readonly Side[]): Promise<Sampled[]> {
  const all = sides.map((side): Sampled => ({ side, times: [], answers: new Set() }));
  for (let number = 0; number < samples; number += 1) {
    const order = all.map((one) => ({ one, place: randomInt(1 << 30) })).toSorted((a, b) => a.place - b.place);
    for (const { one } of order) {
      const { emails, password: secret } = one.side;
      const message = loginText(emails[Math.floor(number / triesEach) % emails.length] ?? '', secret);
      const sentAt = performance.now();
      const answer = await wire.send(message);
      one.times.push(performance.now() - sentAt);
      one.answers.add(appearance(answer));
    }
  }
  return all;
}

function judge(engine: EngineName, all: readonly Sampled[]): string[] {
  const medians = all.map(({ times }) => median(times));
  for (const { side, times, answers } of all) {
    const cells = [0.25, 0.5, 0.75].map((share) => quantile(times, share).toFixed(2).padStart(8));
    say(
      `${engine.padEnd(9)} ${side.name.padEnd(26)} ${times.length} samples ${cells.join(' ')} ms; ${answers.size} kind of answer`,
    );
  }
  const apart = Math.max(...medians) / Math.min(...medians) - 1;
  const answers = new Set(all.flatMap(({ answers: own }) => [...own]));
  const isRefusal = [...answers].every(
    (text) => text.startsWith('HTTP/1.1 401') && text.includes('INVALID_CREDENTIALS'),
  );
  say(`${engine.padEnd(9)} medians apart by ${(apart * 100).toFixed(1)} %, different answers ${answers.size}`);
  return [
    ...(apart <= mostApart ? [] : [`${engine}: medians are ${(apart * 100).toFixed(1)} % apart`]),
    ...(answers.size === 1 ? [] : [`${engine}: ${answers.size} different answers:\n${[...answers].join('\n--\n')}`]),
    ...(isRefusal ? [] : [`${engine}: an answer is no INVALID_CREDENTIALS`]),
  ];
}

async function measure(engine: EngineName, databaseUrl: string, service: QuietService, key: Buffer): Promise<string[]> {
  const api = new Client(service.url);
  const email = freshEmail('root');
  const { status, text } = await api.post('/setup', { token: await service.setupToken(), email, password });
  if (status !== 201) throw new Error(`setup: ${status} ${text}`);
  const { hostname, port } = new URL(service.url);
  const wire = new HttpConnection(hostname, Number(port));
  const sides = await prepareSides(databaseUrl, key, { api, admin: await signIn(api, email), wire, samples });
  try {
    return judge(engine, await sample(wire, sides));
  } finally {
    wire.close();
  }
}

async function main(): Promise<string[]> {
  const failures: string[] = [];
  for (const engine of enginesFromArgs('sqlite')) {
    const [database, key] = [databaseOn(engine), randomBytes(32)];
    const service = await startQuiet(database.url, { KEY_ENCRYPTION_KEY: key.toString('base64url') });
    try {
      failures.push(...(await measure(engine, database.url, service, key)));
    } finally {
      await service.stop();
      await database.drop();
    }
  }
  say(
    `load of the machine: ${loadavg()
      .map((value) => value.toFixed(1))
      .join(' ')}`,
  );
  return failures;
}

runProgram(main);
