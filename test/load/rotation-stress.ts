/**
 * Refresh tokens under a storm: does a token ever have two successors, and does a session ever get lost?
 *
 *   node scripts/run.cjs test/load/rotation-stress.ts --engine sqlite|mysql|mariadb|postgres|mongodb|all
 *     [--sessions 500] [--attempts 10000]
 *
 * In waves, five callers at once present the current token of each session (two tabs, retries); of some sessions all answers
 * are thrown away as if they got lost, and the token is presented again. Then every session must refresh once more and serve
 * `me`, and a token that was used two rotations ago must be refused. Servers: TEST_<ENGINE>_URL. Exit 1 on a violation.
 */
import { randomInt } from 'node:crypto';
import { Client } from '../e2e/support/client.js';
import { freshEmail, password } from '../e2e/support/people.js';
import type { EngineName } from './engine-from-args.js';
import { databaseOn, enginesFromArgs, numberArgument } from './engine-from-args.js';
import type { WireAnswer } from './http-connection.js';
import { HttpConnection, requestText } from './http-connection.js';
import { startQuiet } from './quiet-service.js';

interface Held {
  token: string;
  accessToken: string;
  /** Tokens presented before, oldest first. */
  readonly used: string[];
}

interface Figures {
  attempts: number;
  retriesOfLost: number;
  rotations: number;
  readonly refusals: Map<string, number>;
  /** Presented tokens that were answered with more than one successor. */
  forks: number;
  lostSessions: number;
  replaysAccepted: number;
}

const sessionCount = numberArgument('sessions', 500, 5_000);
const attemptCount = numberArgument('attempts', 10_000, 200_000);
const callers = 5;
const lostPercent = 20;
const groups = 16;

/** Five connections, so that what one group of callers sends is under way at once. */
class Callers {
  private readonly connections: readonly HttpConnection[];

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    this.connections = Array.from({ length: callers }, () => new HttpConnection(hostname, Number(port)));
  }

  present(token: string, count: number): Promise<WireAnswer[]> {
    const message = requestText('POST', '/api/v1/auth/refresh', null, JSON.stringify({ refreshToken: token }));
    return Promise.all(this.connections.slice(0, count).map((connection) => connection.send(message)));
  }

  async me(accessToken: string): Promise<number> {
    const [connection] = this.connections;
    return (await connection?.send(requestText('GET', '/api/v1/users/me', accessToken, null)))?.status ?? 0;
  }

  close(): void {
    for (const connection of this.connections) connection.close();
  }
}

async function openSessions(url: string): Promise<Held[]> {
  const client = new Client(url);
  const emails = Array.from({ length: 10 }, () => freshEmail());
  for (const email of emails) await client.post('/auth/register', { email, password });
  const held: Held[] = [];
  const signIn = async (email: string) => {
    const { status, body, text } = await client.post('/auth/login', { email, password });
    if (status !== 200) throw new Error(`sign-in: ${status} ${text}`);
    held.push({ token: String(body['refreshToken']), accessToken: String(body['accessToken']), used: [] });
  };
  while (held.length < sessionCount) await Promise.all(emails.slice(0, 4).map(signIn));
  return held.slice(0, sessionCount);
}

/** One session's turn in a wave. */
async function rotate(caller: Callers, held: Held, figures: Figures): Promise<void> {
  let answers = await caller.present(held.token, callers);
  figures.attempts += callers;
  const successors = successorsOf(answers, figures);
  if (randomInt(100) < lostPercent) {
    answers = await caller.present(held.token, 1);
    figures.attempts += 1;
    figures.retriesOfLost += 1;
    for (const one of successorsOf(answers, figures)) successors.add(one);
  }
  if (successors.size > 1) figures.forks += 1;
  const answer = answers.find(({ status }) => status === 200);
  if (!answer) return;
  const { refreshToken, accessToken } = JSON.parse(answer.body) as { refreshToken: string; accessToken: string };
  figures.rotations += 1;
  held.used.push(held.token);
  Object.assign(held, { token: refreshToken, accessToken });
}

function successorsOf(answers: readonly WireAnswer[], { refusals }: Figures): Set<string> {
  const successors = new Set<string>();
  for (const { status, body } of answers) {
    const { refreshToken, code } = JSON.parse(body) as { refreshToken?: string; code?: string };
    if (status === 200 && refreshToken) successors.add(refreshToken);
    else refusals.set(`${status} ${code}`, (refusals.get(`${status} ${code}`) ?? 0) + 1);
  }
  return successors;
}

/** Every session once, in no particular order, several at a time. */
async function eachOf(
  url: string,
  sessions: readonly Held[],
  work: (caller: Callers, held: Held) => Promise<void>,
): Promise<void> {
  const waiting = sessions.toSorted(() => randomInt(3) - 1);
  const drain = async () => {
    const caller = new Callers(url);
    for (let held = waiting.pop(); held; held = waiting.pop()) await work(caller, held);
    caller.close();
  };
  await Promise.all(Array.from({ length: groups }, drain));
}

async function storm(url: string, sessions: readonly Held[], figures: Figures): Promise<void> {
  while (figures.attempts < attemptCount) await eachOf(url, sessions, (caller, held) => rotate(caller, held, figures));
}

/** Nobody was lost; and what was used before the last two rotations is dead, and kills. */
async function checkEnd(url: string, sessions: readonly Held[], figures: Figures): Promise<void> {
  await eachOf(url, sessions, async (caller, held) => {
    const [answer] = await caller.present(held.token, 1);
    const isAlive = answer?.status === 200 && (await caller.me(held.accessToken)) === 200;
    if (!isAlive) figures.lostSessions += 1;
  });
  await eachOf(url, sessions, async (caller, held) => {
    const old = held.used.at(-1);
    if (old === undefined) return;
    const [answer] = await caller.present(old, 1);
    if (answer?.status !== 401 || (await caller.me(held.accessToken)) !== 401) figures.replaysAccepted += 1;
  });
}

async function run(engine: EngineName): Promise<boolean> {
  const database = databaseOn(engine);
  const service = await startQuiet(database.url);
  const figures: Figures = {
    attempts: 0,
    retriesOfLost: 0,
    rotations: 0,
    refusals: new Map(),
    forks: 0,
    lostSessions: 0,
    replaysAccepted: 0,
  };
  try {
    const sessions = await openSessions(service.url);
    const startedAt = performance.now();
    await storm(service.url, sessions, figures);
    const seconds = (performance.now() - startedAt) / 1000;
    await checkEnd(service.url, sessions, figures);
    return report(engine, figures, seconds);
  } finally {
    await service.stop();
    await database.drop();
  }
}

function report(engine: EngineName, figures: Figures, seconds: number): boolean {
  const { attempts, retriesOfLost, rotations, refusals, forks, lostSessions, replaysAccepted } = figures;
  const isRight = refusals.size === 0 && forks + lostSessions + replaysAccepted === 0;
  const others = [...refusals].map(([what, count]) => `${count}x ${what}`).join(', ') || 'none';
  process.stdout.write(
    `${engine.padEnd(9)} ${isRight ? 'ok  ' : 'FAIL'} sessions ${sessionCount}, attempts ${attempts} ` +
      `(${Math.round(attempts / seconds)}/s), rotations ${rotations}, answers lost and asked again ${retriesOfLost}, ` +
      `two successors ${forks}, refused ${others}, sessions lost ${lostSessions}, replays accepted ${replaysAccepted}\n`,
  );
  return isRight;
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
