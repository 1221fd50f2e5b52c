import { setTimeout as pause } from 'node:timers/promises';
import type { RunningService } from '../e2e/support/service.js';
import type { Outcome } from './outcome.js';
import { countStatuses, longest, violationsOf } from './outcome.js';
import type { Seen, Traffic } from './traffic.js';

/** Kills the service in the middle of writes and starts it again: what was acknowledged is there, what was used stays used. */
export async function killService(
  engine: string,
  traffic: Traffic,
  service: RunningService,
  restart: () => Promise<RunningService>,
): Promise<Outcome> {
  traffic.seen.length = 0;
  traffic.start();
  await pause(2_500);
  const stopped = traffic.stop();
  service.signal('SIGKILL');
  const killedAt = performance.now();
  await Promise.all([stopped, service.exited]);
  const [requests, statuses] = [traffic.seen.length, countStatuses(traffic.seen)];
  const again = await restart();
  traffic.moveTo(again.url);
  const recoveryMs = Math.round(performance.now() - killedAt);
  // First of all, for a lost answer is repeated only within the grace.
  const lostRotations = await count(traffic.holders, async (holder) => (await traffic.refresh(holder)).status !== 200);
  const lostUsers = await count(traffic.registered, async (email) => (await traffic.login(email)).status !== 200);
  const rotated = traffic.holders.filter(({ used }) => used.length >= 2);
  const revived = await count(rotated, async ({ used }) => (await traffic.present(used.at(-2) ?? '')).status !== 401);
  return {
    engine,
    scenario: 'service kill -9',
    requests,
    longestMs: null,
    statuses,
    recoveryMs,
    acknowledged: traffic.registered.length + traffic.holders.reduce((sum, { used }) => sum + used.length, 0),
    lost: lostUsers + lostRotations,
    violations: [
      ...(lostUsers > 0 ? [`${lostUsers} acknowledged registrations are gone`] : []),
      ...(lostRotations > 0 ? [`${lostRotations} acknowledged refreshes are gone`] : []),
      ...(revived > 0 ? [`${revived} used refresh tokens work again`] : []),
    ],
  };
}

/** SIGTERM under traffic: every request on an open connection is answered, and the process exits with 0. */
export async function drainService(engine: string, traffic: Traffic, service: RunningService): Promise<Outcome> {
  traffic.seen.length = 0;
  traffic.start();
  await pause(1_000);
  const [signalledAt, first] = [performance.now(), traffic.seen.length];
  service.signal('SIGTERM');
  const code = await service.exited;
  const drainMs = Math.round(performance.now() - signalledAt);
  await traffic.stop();
  // A new connection is refused once nobody listens, or reset if it still waited to be taken: no request on an open one failed.
  const isRefused = ({ error, reused }: Seen) => error === 'ECONNREFUSED' || (error === 'ECONNRESET' && !reused);
  const during = traffic.seen.slice(first).filter((one) => !isRefused(one));
  const violations = violationsOf(during, ({ kind, status, error, reused }) => {
    if (status === 0) return `${kind}: ${error} on ${reused ? 'an open' : 'a new'} connection`;
    return status < 400 || (kind === 'ready' && status === 503) ? null : `${kind}: ${status}`;
  });
  return {
    engine,
    scenario: 'service SIGTERM',
    requests: traffic.seen.length,
    longestMs: longest(during),
    statuses: `${countStatuses(during)}; exit ${code} after ${drainMs} ms`,
    recoveryMs: null,
    acknowledged: traffic.registered.length,
    lost: 0,
    violations: [...violations, ...(code === 0 ? [] : [`exit code ${code}`])],
  };
}

async function count<T>(all: readonly T[], fails: (one: T) => Promise<boolean>): Promise<number> {
  let failed = 0;
  for (let from = 0; from < all.length; from += 4) {
    const outcomes = await Promise.all(all.slice(from, from + 4).map(fails));
    failed += outcomes.filter(Boolean).length;
  }
  return failed;
}
