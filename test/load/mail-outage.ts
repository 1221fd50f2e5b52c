/**
 * Does a mail server that is away or slow slow the service, and does every mail arrive once it is back?
 *
 *   node scripts/run.cjs test/load/mail-outage.ts --engine sqlite|mysql|mariadb|postgres|mongodb|all [--accounts 100] [--seconds 90]
 *
 * Three instances on databases of their own, each with a real SMTP server: one that answers at once, one that is away (the
 * connection is refused), and one that takes 30 s for its greeting and for each mail. Every account registers, asks for its
 * verification again and twice for a new password: four mails each, as many as the limit lets through; reads go in between. One
 * request at a time, the three instances in random order at each step, so that whatever else the machine does meets all alike.
 * Then both servers recover. Claims, chosen before anything was measured:
 *
 * - for each kind of request the median is at most 1.2 of that with the server which answers at once, the p99 at most 1.5 of it or
 *   25 ms above it (few samples are a p99, and a machine that does something else moves them), and none takes 2 s: a request that
 *   waited for the mail server would take 30;
 * - within 5 minutes by the clock on the wall of the recovery every mail has arrived, each once by its Message-ID, and none is dead.
 */
import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { freshEmail, password } from '../e2e/support/people.js';
import { runProgram, say, sayLoad } from './end.js';
import type { EngineName } from './engine-from-args.js';
import { enginesFromArgs, numberArgument } from './engine-from-args.js';
import { requestText } from './http-connection.js';
import { arrivalOf } from './mail-arrival.js';
import type { MailSide } from './mail-sides.js';
import { openSides, slowMs } from './mail-sides.js';
import { median, quantile } from './sample.js';

const accounts = numberArgument('accounts', 100, 10_000);
// Long enough that the pauses between attempts have reached their longest.
const leastOutageMs = numberArgument('seconds', 90, 100_000) * 1000;
// A mail that goes out at once makes work for everybody on this machine, this program included, which takes it. Within a step the
// request after that of the healthy side is always one of another side, and must not be the one that pays for it.
const settleMs = 40;
const [mostMedian, mostP99, p99SlackMs, longestMs] = [1.2, 1.5, 25, 2_000];

interface Step {
  readonly kind: string;
  readonly status: number;
  readonly message: (side: MailSide, email: string) => string;
}

const json = (path: string, body: unknown) => requestText('POST', `/api/v1${path}`, null, JSON.stringify(body));
const read: Step = {
  kind: 'GET /users/me',
  status: 200,
  message: ({ admin }) => requestText('GET', '/api/v1/users/me', admin.token, null),
};
const register: Step = {
  kind: 'register',
  status: 201,
  message: (_side, email) => json('/auth/register', { email, password }),
};
const resend: Step = {
  kind: 'resend-verification',
  status: 202,
  message: (_side, email) => json('/auth/resend-verification', { email }),
};
const forgot: Step = {
  kind: 'forgot-password',
  status: 202,
  message: (_side, email) => json('/auth/forgot-password', { email }),
};
const steps = [register, read, resend, read, forgot, read, forgot, read];
const kinds = [read, register, resend, forgot].map(({ kind }) => kind);

async function ask(side: MailSide, { kind, status, message }: Step, email: string): Promise<void> {
  const text = message(side, email);
  const sentAt = performance.now();
  const answer = await side.wire.send(text);
  const taken = performance.now() - sentAt;
  if (answer.status !== status) throw new Error(`${kind}: ${answer.status} ${answer.body}`);
  side.times.set(kind, [...(side.times.get(kind) ?? []), taken]);
  if (kind !== read.kind) await pause(settleMs);
}

async function measure(sides: readonly MailSide[]): Promise<void> {
  for (let number = 0; number < accounts; number += 1) {
    const email = freshEmail();
    for (const step of steps) {
      const order = sides.map((side) => ({ side, place: randomInt(1 << 30) })).toSorted((a, b) => a.place - b.place);
      for (const { side } of order) await ask(side, step, email);
    }
    for (const { expected } of sides) expected.set(email, steps.length / 2);
  }
}

function judge(engine: EngineName, kind: string, sides: readonly MailSide[]): string[] {
  const seen = sides.map(({ name, times }) => {
    const all = times.get(kind) ?? [];
    return { name, count: all.length, p50: median(all), p99: quantile(all, 0.99), longest: quantile(all, 1) };
  });
  const [healthy] = seen;
  if (!healthy) throw new Error('nothing to compare with');
  return seen.flatMap(({ name, count, p50, p99, longest }) => {
    const [ofMedian, ofP99] = [p50 / healthy.p50, p99 / healthy.p99];
    const cells = [p50, p99, longest].map((value) => value.toFixed(2).padStart(8)).join(' ');
    const ratios = `median x ${ofMedian.toFixed(2)}, p99 x ${ofP99.toFixed(2)}`;
    say(`${engine.padEnd(9)} ${kind.padEnd(20)} ${name.padEnd(8)} ${count} samples ${cells} ms; ${ratios}`);
    const what = `${engine}, ${kind}, ${name}`;
    return [
      ...(ofMedian <= mostMedian ? [] : [`${what}: median x ${ofMedian.toFixed(2)}`]),
      ...(ofP99 <= mostP99 || p99 <= healthy.p99 + p99SlackMs ? [] : [`${what}: p99 x ${ofP99.toFixed(2)}`]),
      ...(longest < longestMs ? [] : [`${what}: one took ${longest.toFixed(0)} ms`]),
    ];
  });
}

async function run(engine: EngineName): Promise<string[]> {
  const { sides, close } = await openSides(engine);
  try {
    const startedAt = performance.now();
    await measure(sides);
    const took = performance.now() - startedAt;
    await pause(Math.max(0, leastOutageMs - took));
    const failures = kinds.flatMap((kind) => judge(engine, kind, sides));
    const outage = ((performance.now() - startedAt) / 1000).toFixed(0);
    say(`${engine.padEnd(9)} asked for ${(took / 1000).toFixed(0)} s, recovery after ${outage} s (slow: ${slowMs} ms)`);
    for (const side of sides) failures.push(...(await side.trouble()).map((one) => `${engine}, ${side.name}: ${one}`));
    const arrivals = sides.map(async (side) => {
      await side.recover();
      const { line, failures: own } = await arrivalOf(side);
      say(`${engine.padEnd(9)} ${side.name.padEnd(8)} ${line}`);
      failures.push(...own.map((one) => `${engine}, ${side.name}: ${one}`));
    });
    await Promise.all(arrivals);
    return failures;
  } finally {
    await close();
  }
}

async function main(): Promise<string[]> {
  const failures: string[] = [];
  for (const engine of enginesFromArgs('sqlite')) failures.push(...(await run(engine)));
  sayLoad();
  return failures;
}

runProgram(main);
