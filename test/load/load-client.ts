// The load, in a process of its own. Started by bench.ts; takes one LoadOrder a message and answers with a LoadResult.
import { HttpConnection } from './http-connection.js';
import type { Cast, WorkloadName } from './workloads.js';
import { workloads } from './workloads.js';

export interface LoadOrder {
  readonly url: string;
  readonly workload: WorkloadName;
  readonly connections: number;
  readonly seconds: number;
  readonly cast: Cast;
}

export interface LoadResult {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Answers with another status than the expected one, and broken connections. */
  readonly failures: number;
  readonly firstFailure: string | null;
  /** The cast as the run left it: refresh tokens have rotated. */
  readonly cast: Cast;
}

interface Tally {
  readonly latencies: number[];
  failures: number;
  firstFailure: string | null;
}

async function run({ url, workload, connections, seconds, cast }: LoadOrder): Promise<LoadResult> {
  const { hostname, port } = new URL(url);
  const tally: Tally = { latencies: [], failures: 0, firstFailure: null };
  const [start, next] = [performance.now(), workloads[workload]];
  const until = start + seconds * 1000;
  const work = async (index: number) => {
    const connection = new HttpConnection(hostname, Number(port));
    for (let count = 0; performance.now() < until; count += 1) {
      const { message, expected, learn } = next(cast, index, count);
      const sentAt = performance.now();
      try {
        const answer = await connection.send(message);
        tally.latencies.push(performance.now() - sentAt);
        if (answer.status === expected) learn?.(answer);
        else fail(tally, `${answer.status} ${answer.body.slice(0, 200)}`);
      } catch (error) {
        fail(tally, String(error));
      }
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: connections }, (_, index) => work(index)));
  const elapsed = (performance.now() - start) / 1000;
  return { ...summary(tally, elapsed), cast };
}

function fail(tally: Tally, why: string): void {
  tally.failures += 1;
  tally.firstFailure ??= why;
}

function summary({ latencies, failures, firstFailure }: Tally, elapsed: number): Omit<LoadResult, 'cast'> {
  const sorted = Float64Array.from(latencies).toSorted();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { perSecond: (sorted.length - failures) / elapsed, p50: at(0.5), p99: at(0.99), failures, firstFailure };
}

process.on('message', (order: LoadOrder) => {
  void run(order).then((result) => process.send?.(result));
});
process.on('disconnect', () => process.exit(0));
