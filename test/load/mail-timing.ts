/**
 * Does a request that may send a mail tell by its time or by its answer whether somebody has the address?
 *
 *   node scripts/run.cjs test/load/mail-timing.ts --engine sqlite|mysql|mariadb|postgres|mongodb|all [--samples 200]
 *
 * With EMAIL_VERIFICATION=required, one request at a time and alone, the sides in random order: a forgotten password and another verification
 * link, for a known and an unknown address, and for a known one that has had its mails of this hour; the registration of a free
 * and of a taken address. Claims: the medians of one kind of request differ by at most 5 % (or 0.1 ms), and answers are the same to the letter
 * but for the request's id and the date. Exit 1 if one does not hold.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '../e2e/support/client.js';
import { freshEmail, password } from '../e2e/support/people.js';
import { SmtpTestServer } from '../factories/smtp-test-server.js';
import { runProgram, sayLoad } from './end.js';
import type { EngineName } from './engine-from-args.js';
import { databaseOn, enginesFromArgs, numberArgument } from './engine-from-args.js';
import { HttpConnection, requestText } from './http-connection.js';
import type { QuietService } from './quiet-service.js';
import { startQuiet } from './quiet-service.js';
import type { TimedSide } from './timing-samples.js';
import { differencesOf, sampleSides } from './timing-samples.js';

const samples = numberArgument('samples', 200, 10_000);
const exhaustedCount = 5;
// What an account gets; what is beyond it is answered alike and not sent.
const mailsAnHour = 3;
const settleMs = 500;
// Longer than the longest pause before work in the background.
const aloneMs = 150;
const noiseMs = 0.1;

const text = (path: string, body: object) => requestText('POST', `/api/v1/auth/${path}`, null, JSON.stringify(body));
const addresses = (name: string, count: number) => Array.from({ length: count }, () => freshEmail(name));

async function register(api: Client, emails: readonly string[]): Promise<void> {
  for (const email of emails) {
    const { status, text: body } = await api.post('/auth/register', { email, password });
    if (status !== 202) throw new Error(`registration: ${status} ${body}`);
  }
}

function side(name: string, path: string, emails: readonly string[], body: object = {}): TimedSide {
  return { name, message: (number) => text(path, { email: emails[number % emails.length], ...body }) };
}

async function measure(engine: EngineName, service: QuietService): Promise<string[]> {
  const api = new Client(service.url);
  const { hostname, port } = new URL(service.url);
  const wire = new HttpConnection(hostname, Number(port));
  const failures: string[] = [];
  const compare = async (path: string, sides: readonly TimedSide[]) => {
    // What has been sent before must not be in the way.
    await pause(settleMs);
    failures.push(
      ...differencesOf(
        `${engine.padEnd(9)} ${path.padEnd(20)}`,
        await sampleSides(wire, sides, samples, aloneMs),
        /^HTTP\/1\.1 202 /,
        noiseMs,
      ),
    );
  };
  try {
    for (const path of ['forgot-password', 'resend-verification']) {
      const [known, exhausted] = [addresses('known', samples), addresses('exhausted', exhaustedCount)];
      await register(api, [...known, ...exhausted]);
      for (const email of exhausted) {
        for (let sent = 0; sent < mailsAnHour; sent += 1) await api.post(`/auth/${path}`, { email });
      }
      await compare(path, [
        side('known', path, known),
        side('unknown', path, addresses('unknown', samples)),
        side('known, no mail left', path, exhausted),
      ]);
    }
    const taken = addresses('taken', samples);
    await register(api, taken);
    await compare('register', [
      side('free', 'register', addresses('free', samples), { password }),
      side('taken', 'register', taken, { password }),
    ]);
    return failures;
  } finally {
    wire.close();
  }
}

async function main(): Promise<string[]> {
  const failures: string[] = [];
  for (const engine of enginesFromArgs('sqlite')) {
    const [database, mailServer] = [databaseOn(engine), new SmtpTestServer()];
    await mailServer.start();
    const service = await startQuiet(database.url, { EMAIL_VERIFICATION: 'required', MAIL_URL: mailServer.url });
    try {
      failures.push(...(await measure(engine, service)));
    } finally {
      await service.stop();
      await mailServer.stop();
      await database.drop();
    }
  }
  sayLoad();
  return failures;
}

runProgram(main);
