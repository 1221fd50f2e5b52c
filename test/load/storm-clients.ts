// A storm of sign-ins in a process of its own: always so many in flight. Takes a StormOrder a message, answers with a StormResult.
import { setTimeout as pause } from 'node:timers/promises';
import { HttpConnection, requestText } from './http-connection.js';

export interface StormOrder {
  readonly url: string;
  readonly emails: readonly string[];
  readonly password: string;
  readonly inFlight: number;
  /** What is answered before is not counted. */
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

export interface StormResult {
  readonly signedIn: number;
  readonly perSecond: number;
  /** 503 OVERLOADED. */
  readonly overloaded: number;
  /** Any other answer. */
  readonly failures: number;
  readonly firstFailure: string | null;
}

const beforeNextMs = 50;

async function run({ url, emails, password, inFlight, warmUpSeconds, seconds }: StormOrder): Promise<StormResult> {
  const { hostname, port } = new URL(url);
  const messages = emails.map((email) =>
    requestText('POST', '/api/v1/auth/login', null, JSON.stringify({ email, password })),
  );
  const countFrom = performance.now() + warmUpSeconds * 1000;
  const until = countFrom + seconds * 1000;
  const seen = { signedIn: 0, overloaded: 0, failures: 0, firstFailure: null as string | null };
  const isCounted = () => performance.now() >= countFrom && performance.now() < until;
  const work = async (index: number) => {
    const connection = new HttpConnection(hostname, Number(port));
    for (let turn = index; performance.now() < until; turn += inFlight) {
      const { status, body } = await connection
        .send(messages[turn % messages.length] ?? '')
        .catch((error: unknown) => ({ status: 0, body: String(error) }));
      if (status === 200) seen.signedIn += Number(isCounted());
      else if (status === 503 && body.includes('OVERLOADED')) seen.overloaded += 1;
      else {
        seen.failures += 1;
        seen.firstFailure ??= `${status} ${body.slice(0, 200)}`;
      }
      // Whoever is turned away comes again soon, but not in a loop that would be the load by itself.
      if (status !== 200) await pause(beforeNextMs);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: inFlight }, (_, index) => work(index)));
  return { ...seen, perSecond: seen.signedIn / seconds };
}

process.on('message', (order: StormOrder) => {
  void run(order).then((result) => process.send?.(result));
});
process.on('disconnect', () => process.exit(0));
