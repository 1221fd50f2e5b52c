import { setTimeout as pause } from 'node:timers/promises';
import type { MailSide } from './mail-sides.js';

const deadlineMs = 5 * 60_000;
const lookMs = 250;

export interface Arrival {
  readonly line: string;
  readonly failures: readonly string[];
}

/**
 * Waits from now on until every expected mail has arrived, for five minutes at most, and then until the service has noted that:
 * what it does not note it would send again.
 */
export async function arrivalOf({ server, expected, api, admin }: MailSide): Promise<Arrival> {
  const startedAt = performance.now();
  const early = server.received.length;
  const isInTime = () => performance.now() - startedAt < deadlineMs;
  const count = async (state: string) => {
    const query = `/mail/outbox?state=${state}&limit=1&withTotal=true`;
    return Number((await api.get(query, { token: admin.token })).body['page']?.['total']);
  };
  while (missing(server, expected) > 0 && isInTime()) await pause(lookMs);
  const seconds = (performance.now() - startedAt) / 1000;
  const lost = missing(server, expected);
  while ((await count('queued')) > 0 && isInTime()) await pause(lookMs);
  const [queued, dead] = [await count('queued'), await count('dead')];
  const ids = new Set(server.received.map(({ mail }) => mail.messageId));
  const twice = server.received.length - ids.size;
  const all = [...expected.values()].reduce((sum, one) => sum + one, 0);
  const others = server.received.length - twice - all + lost;
  return {
    line: `${all} mails, ${early} of them before the recovery, the last ${seconds.toFixed(1)} s after it; ${lost} missing, ${twice} twice, ${others} that nobody asked for, ${queued} queued, ${dead} dead`,
    failures: Object.entries({ missing: lost, twice, unasked: others, queued, dead })
      .filter(([, number]) => number !== 0)
      .map(([what, number]) => `${number} mails ${what}`),
  };
}

/** By Message-ID: a second copy of one mail does not stand for another. */
function missing({ received }: MailSide['server'], expected: MailSide['expected']): number {
  const ids = new Map<string, Set<string>>();
  for (const { recipients, mail } of received) {
    for (const to of recipients) ids.set(to, (ids.get(to) ?? new Set()).add(mail.messageId ?? ''));
  }
  let sum = 0;
  for (const [to, count] of expected) sum += Math.max(0, count - (ids.get(to)?.size ?? 0));
  return sum;
}
