import { actorOf } from './audit-fill.js';
import type { AuditReading } from './audit-reading.js';
import { say } from './end.js';
import { median, quantile } from './sample.js';

const mostApart = 1.3;
const everything = 'sort=-at';
const filters = [everything, 'type=user.role_changed', 'outcome=refused', `actorId=${actorOf(7)}`];
const [usualPage, leastSlowSeconds] = [20, 5];
// In MB. What the sockets hold on both sides is the kernel's, not the service's; it is some 10 MB, of the database twice.
const most = { slowGrowth: 32, readAhead: 24 };

/** Everything as a stream, so many times over. @returns the ids of the last one, and by how many MB the service grew */
export async function exportAll(reading: AuditReading, times: number) {
  // Whatever the first request loads is not the export's.
  await reading.page(everything);
  const { result, before, peak, after } = await reading.memoryOf(async () => {
    let [exported, bytes, seconds] = [await reading.export(), 0, 0];
    for (let left = times - 1; left > 0; left -= 1) {
      [bytes, seconds] = [bytes + exported.bytes, seconds + exported.seconds];
      exported = await reading.export();
    }
    return { ids: exported.ids, bytes: bytes + exported.bytes, seconds: seconds + exported.seconds };
  });
  const { ids, bytes, seconds } = result;
  say(
    `  export    ${times} x ${ids.length} lines, ${(bytes / 1e6).toFixed(1)} MB in ${seconds.toFixed(1)} s, ` +
      `${Math.round((times * ids.length) / seconds)}/s; RSS MB before ${before}, peak ${peak}, after ${after}`,
  );
  return { ids, seconds, growth: peak - before };
}

/** Pages hold what the export held, in its order, and the last one of each list costs what the first one does. */
export async function comparePages(
  reading: AuditReading,
  exported: readonly string[],
  samples: number,
): Promise<string[]> {
  const failures: string[] = [];
  for (const filter of filters) {
    const { ids, total, last, seconds } = await reading.walk(filter);
    say(`  pages     ${ids.length} of ${filter} in ${seconds.toFixed(1)} s, ${Math.round(ids.length / seconds)}/s`);
    if (ids.length !== total) failures.push(`${filter}: ${ids.length} entries on the pages of ${total}`);
    if (new Set(ids).size !== ids.length) failures.push(`${filter}: an entry stands on two pages`);
    if (filter === everything && ids.join() !== exported.join())
      failures.push('the pages hold other entries than the export');
    failures.push(...(await compareEnds(reading, filter, last, samples)));
  }
  return failures;
}

async function compareEnds(
  reading: AuditReading,
  filter: string,
  lastQuery: string,
  samples: number,
): Promise<string[]> {
  const [first, last]: [number[], number[]] = [[], []];
  for (let number = 0; number < samples; number += 1) {
    first.push(await reading.milliseconds(`${filter}&limit=${usualPage}`));
    last.push(await reading.milliseconds(lastQuery));
  }
  const ratio = median(last) / median(first);
  const told = [first, last].map((times) => `${median(times).toFixed(2)}, p99 ${quantile(times, 0.99).toFixed(2)}`);
  say(`            ms, medians of ${samples}: first page ${told[0]}; last page ${told[1]}; ratio ${ratio.toFixed(2)}`);
  const isClose = ratio <= mostApart && ratio >= 1 / mostApart;
  return isClose ? [] : [`${filter}: the last page takes ${ratio.toFixed(2)} x the first one`];
}

/** A reader of 1 KB now and then: nothing is read ahead for them, and nothing goes on once they have hung up. */
export async function readSlowly(reading: AuditReading, seconds: number): Promise<string[]> {
  const {
    result: slow,
    before,
    peak,
    after,
  } = await reading.memoryOf(() => reading.sip(Math.max(leastSlowSeconds, seconds)));
  say(
    `  slow      took ${(slow.taken / 1e6).toFixed(1)} MB in ${slow.seconds.toFixed(1)} s, the service read ${slow.serviceRead} MB; ` +
      `RSS MB before ${before}, peak ${peak}, after ${after}`,
  );
  const failures: string[] = [];
  if (peak - before > most.slowGrowth) failures.push(`a slow reader costs ${peak - before} MB`);
  if (slow.serviceRead > most.readAhead) failures.push(`the service read ${slow.serviceRead} MB for a slow reader`);
  if (slow.taken === 0) failures.push('a slow reader got nothing');
  if (slow.serviceRead === 0) failures.push('nothing tells how much the service reads');
  return failures;
}
