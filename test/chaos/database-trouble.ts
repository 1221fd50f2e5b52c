import { setTimeout as pause } from 'node:timers/promises';
import type { Outcome } from './outcome.js';
import { countStatuses, longest, violationsOf } from './outcome.js';
import type { Seen, Traffic } from './traffic.js';

export interface Trouble {
  readonly engine: string;
  readonly scenario: string;
  begin(): Promise<void>;
  end(): Promise<void>;
  readonly seconds: number;
  /** Kinds of request that need not notice the trouble: they may be answered as ever. */
  readonly mayGoOn: readonly string[];
}

const longestAnswerMs = 2_000;
// What the timers and the client of a busy machine may add.
const toleranceMs = 250;
const recoveryPatienceMs = 30_000;
const needNoDatabase = ['live', 'jwks'];

/** Traffic while the database is in trouble and until it serves again: what honest clients see must be 503 or what they asked for. */
export async function goThrough(trouble: Trouble, traffic: Traffic): Promise<Outcome> {
  traffic.seen.length = 0;
  traffic.start();
  await pause(1_000);
  await trouble.begin();
  const [begunAt, first] = [performance.now(), traffic.seen.length];
  await pause(trouble.seconds * 1_000);
  const untouched = performance.now();
  await trouble.end();
  const endedAt = performance.now();
  const recoveryMs = await recovery(traffic, endedAt);
  await pause(1_000);
  await traffic.stop();
  const during = traffic.seen.slice(first).filter(({ startedAt }) => startedAt >= begunAt && startedAt < untouched);
  // Only what was over before the end of the trouble was answered by a service without its database.
  const away = during.filter(({ endedAt: at }) => at < untouched);
  const lost = await lostSessions(traffic);
  return {
    engine: trouble.engine,
    scenario: trouble.scenario,
    requests: traffic.seen.length,
    longestMs: longest(during),
    statuses: countStatuses(away.filter(({ kind }) => !needNoDatabase.includes(kind))),
    recoveryMs,
    acknowledged: traffic.registered.length + traffic.holders.reduce((sum, { used }) => sum + used.length, 0),
    lost,
    violations: [
      ...violationsOf(traffic.seen, neverSeen),
      ...violationsOf(during, tooLate),
      ...violationsOf(away, (one) => whileAway(one, trouble.mayGoOn)),
      ...(recoveryMs === null ? [`not recovered within ${recoveryPatienceMs} ms`] : []),
      ...(lost > 0 ? [`${lost} sessions do not refresh any more`] : []),
    ],
  };
}

function neverSeen({ kind, status, error, body }: Seen): string | null {
  if (status === 0) return `${kind}: no answer, ${error}`;
  return status < 400 || status === 503
    ? null
    : `${kind}: ${status} ${String(body['code'])} ${String(body['endReason'] ?? '')}`;
}

function tooLate({ kind, startedAt, endedAt }: Seen): string | null {
  return endedAt - startedAt > longestAnswerMs + toleranceMs ? `${kind}: answered after more than 2 s` : null;
}

function whileAway({ kind, status, retryAfter }: Seen, mayGoOn: readonly string[]): string | null {
  if (needNoDatabase.includes(kind)) return status === 200 ? null : `${kind}: ${status} while the database is away`;
  if (status !== 503) return mayGoOn.includes(kind) ? null : `${kind}: ${status} while the database is away`;
  return kind === 'ready' || Number(retryAfter) > 0 ? null : `${kind}: 503 without Retry-After`;
}

async function recovery({ seen }: Traffic, since: number): Promise<number | null> {
  while (performance.now() < since + recoveryPatienceMs) {
    const served = seen.findLast(({ kind, status, endedAt }) => kind === 'me' && status === 200 && endedAt > since);
    if (served) {
      const first = seen.find(({ kind, status, endedAt }) => kind === 'me' && status === 200 && endedAt > since);
      return Math.round((first ?? served).endedAt - since);
    }
    await pause(20);
  }
  return null;
}

/** Sessions whose holder kept to the rules and that refuse to go on all the same. */
async function lostSessions(traffic: Traffic): Promise<number> {
  const answers = await Promise.all(traffic.holders.slice(1).map((holder) => traffic.refresh(holder)));
  return answers.filter(({ status }) => status !== 200).length;
}
