// Verified requests at a steady, modest rate, in a process of its own. Takes a ProbeOrder a message, answers with a ProbeResult.
import { HttpConnection, requestText } from './http-connection.js';
import { quantile } from './sample.js';

export interface ProbeOrder {
  readonly url: string;
  readonly tokens: readonly string[];
  readonly perSecond: number;
  readonly seconds: number;
}

export interface ProbeResult {
  readonly count: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
  /** Answers that were not 200. */
  readonly failures: number;
}

const connectionCount = 16;
const tickMs = 5;

/** The next request is sent when its time has come, whether or not the one before it has been answered. */
async function run({ url, tokens, perSecond, seconds }: ProbeOrder): Promise<ProbeResult> {
  const { hostname, port } = new URL(url);
  const connect = () => new HttpConnection(hostname, Number(port));
  const idle = Array.from({ length: connectionCount }, connect);
  const messages = tokens.map((token) => requestText('GET', '/api/v1/users/me', token, null));
  const latencies: number[] = [];
  const underWay: Promise<void>[] = [];
  let failures = 0;
  const one = async (message: string) => {
    const connection = idle.shift() ?? connect();
    const sentAt = performance.now();
    const status = await connection.send(message).then(
      (answer) => answer.status,
      () => 0,
    );
    latencies.push(performance.now() - sentAt);
    if (status !== 200) failures += 1;
    idle.push(connection);
  };
  const begunAt = performance.now();
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const elapsed = Math.min((performance.now() - begunAt) / 1000, seconds);
      while (underWay.length < elapsed * perSecond)
        underWay.push(one(messages[underWay.length % messages.length] ?? ''));
      if (elapsed < seconds) return;
      clearInterval(timer);
      resolve();
    }, tickMs);
  });
  await Promise.all(underWay);
  for (const connection of idle) connection.close();
  const at = (share: number) => quantile(latencies, share);
  return { count: latencies.length, p50: at(0.5), p99: at(0.99), longest: at(1), failures };
}

process.on('message', (order: ProbeOrder) => {
  void run(order).then((result) => process.send?.(result));
});
process.on('disconnect', () => process.exit(0));
