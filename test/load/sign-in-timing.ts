/**
 * Does a sign-in that fails tell why, by its time or by its answer?
 *
 *   node scripts/run.cjs test/load/sign-in-timing.ts --engine sqlite|mysql|mariadb|postgres|mongodb|all [--samples 200]
 *
 * So many samples a side, one at a time, the sides in random order: a wrong password, from a new device and from a known one, an
 * unknown address, a locked account (with the wrong and with the right password), a suspended and a deleted user, and one without
 * a password. Claims: the medians differ by at most 5 %, and answers are the same to the letter but for the request's id and the
 * date. Exit 1 if one does not hold.
 */
import { randomBytes } from 'node:crypto';
import { Client } from '../e2e/support/client.js';
import { freshEmail, password, signIn } from '../e2e/support/people.js';
import { runProgram, sayLoad } from './end.js';
import type { EngineName } from './engine-from-args.js';
import { databaseOn, enginesFromArgs, numberArgument } from './engine-from-args.js';
import { HttpConnection } from './http-connection.js';
import type { QuietService } from './quiet-service.js';
import { startQuiet } from './quiet-service.js';
import { differencesOf, sampleSides } from './timing-samples.js';
import { loginText, prepareSides, triesEach } from './timing-sides.js';

const samples = numberArgument('samples', 200, 10_000);

async function measure(engine: EngineName, databaseUrl: string, service: QuietService, key: Buffer): Promise<string[]> {
  const api = new Client(service.url);
  const email = freshEmail('root');
  const { status, text } = await api.post('/setup', { token: await service.setupToken(), email, password });
  if (status !== 201) throw new Error(`setup: ${status} ${text}`);
  const { hostname, port } = new URL(service.url);
  const wire = new HttpConnection(hostname, Number(port));
  const sides = await prepareSides(databaseUrl, key, { api, admin: await signIn(api, email), wire, samples });
  try {
    const timed = sides.map(({ name, emails, password: secret }) => ({
      name,
      message: (number: number) => loginText(emails[Math.floor(number / triesEach) % emails.length] ?? '', secret),
    }));
    const all = await sampleSides(wire, timed, samples);
    return differencesOf(engine.padEnd(9), all, /^HTTP\/1\.1 401 .*"INVALID_CREDENTIALS"/s);
  } finally {
    wire.close();
  }
}

async function main(): Promise<string[]> {
  const failures: string[] = [];
  for (const engine of enginesFromArgs('sqlite')) {
    const [database, key] = [databaseOn(engine), randomBytes(32)];
    const service = await startQuiet(database.url, { KEY_ENCRYPTION_KEY: key.toString('base64url') });
    try {
      failures.push(...(await measure(engine, database.url, service, key)));
    } finally {
      await service.stop();
      await database.drop();
    }
  }
  sayLoad();
  return failures;
}

runProgram(main);
