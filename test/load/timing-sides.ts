import type { AuthOptions } from '@janus/auth';
import { GuessLimitService, KnownOrigins } from '@janus/auth';
import { openEngine } from '@janus/database';
import type { Client } from '../e2e/support/client.js';
import type { Person } from '../e2e/support/people.js';
import { freshEmail, password } from '../e2e/support/people.js';
import { authOptions } from '../factories/memory-services.js';
import { TestClock } from '../factories/test-clock.js';
import type { HttpConnection } from './http-connection.js';
import { requestText } from './http-connection.js';

/** One kind of sign-in that fails, and the addresses to try it with. */
export interface Side {
  readonly name: string;
  readonly emails: readonly string[];
  readonly password: string;
}

export interface Cast {
  readonly api: Client;
  readonly admin: Person;
  /** The connection that the samples will be sent over. */
  readonly wire: HttpConnection;
  readonly samples: number;
}

/** An address is tried so often: the fifth failure would lock it. */
export const triesEach = 4;
const wrong = 'Wr0ng-horse-battery!';
const lockedCount = 10;
const lockSteps = 14;
const sessionsEach = 3;

/** Every kind of sign-in that must look alike from outside; the attempts on an account are of the same order on every side. */
export async function prepareSides(
  databaseUrl: string,
  keyEncryptionKey: Buffer,
  { api, admin, wire, samples }: Cast,
): Promise<Side[]> {
  const count = Math.ceil(samples / triesEach);
  const register = async (name: string, many = count) => {
    const people: { id: string; email: string }[] = [];
    while (people.length < many) {
      const email = freshEmail(name);
      const { status, body, text } = await api.post('/auth/register', { email, password });
      if (status !== 201) throw new Error(`registration: ${status} ${text}`);
      people.push({ id: String(body['id']), email });
    }
    return people;
  };
  const asAdmin = async (method: string, path: string, body?: object) => {
    const { status, text } = await api.send(method, path, { token: admin.token, ...(body ? { body } : {}) });
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
  };
  const [known, suspended, deleted, locked] = [
    await register('known'),
    await register('suspended'),
    await register('deleted'),
    await register('locked', lockedCount),
  ];
  for (const { id } of suspended) await asAdmin('POST', `/users/${id}/suspend`);
  for (const { id } of deleted) await asAdmin('DELETE', `/users/${id}`);
  const invited = Array.from({ length: count }, () => freshEmail('invited'));
  for (const email of invited) await asAdmin('POST', '/users', { email });
  const returning = await register('returning');
  for (const { email } of returning) await signInFromHere(wire, email);
  await lock(databaseUrl, keyEncryptionKey, locked);
  const emailsOf = (people: readonly { email: string }[]) => people.map(({ email }) => email);
  const side = (name: string, emails: readonly string[], secret = wrong): Side => ({ name, emails, password: secret });
  return [
    side('known, wrong password', emailsOf(known)),
    side('known, from a known device', emailsOf(returning)),
    side(
      'unknown',
      Array.from({ length: count }, () => freshEmail('unknown')),
    ),
    side('locked', emailsOf(locked)),
    side('locked, right password', emailsOf(locked), password),
    side('suspended', emailsOf(suspended), password),
    side('deleted', emailsOf(deleted), password),
    side('without a password', invited),
  ];
}

/** Signs in from where the samples come from: the device is known then, and has a count of its own. */
async function signInFromHere(wire: HttpConnection, email: string): Promise<void> {
  for (let count = 0; count < sessionsEach; count += 1) {
    const { status, body } = await wire.send(loginText(email, password));
    if (status !== 200) throw new Error(`sign-in: ${status} ${body}`);
  }
}

export function loginText(email: string, password: string): string {
  return requestText('POST', '/api/v1/auth/login', null, JSON.stringify({ email, password }));
}

/** Locks accounts for the longest time, by the service's own rule and on a clock that runs ahead to the present. */
async function lock(url: string, key: Buffer, people: readonly { id: string; email: string }[]): Promise<void> {
  const engine = await openEngine({ url, poolSize: 4, timeoutMs: 10_000 });
  const [clock, stepMs] = [new TestClock(), 16 * 60_000];
  const options: AuthOptions = { ...authOptions, keyEncryptionKeys: [key] };
  const guesses = new GuessLimitService(
    engine.adapters.attempts,
    new KnownOrigins(engine.adapters.sessions, clock),
    clock,
    options,
  );
  clock.goOn(Date.now() - lockSteps * stepMs - clock.now().getTime());
  for (let step = 0; step < lockSteps; step += 1) {
    clock.goOn(stepMs);
    for (const { id, email } of people) {
      const user = { id, role: 'user' as const };
      if (!(await guesses.admit({ email, user }, { ip: null, userAgent: null }))) throw new Error('locked too early');
    }
  }
  await engine.close();
}
