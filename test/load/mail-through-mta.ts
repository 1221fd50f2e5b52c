/**
 * Every mail through a mail server of the real world, and every link taken from what lies in the mailbox.
 *
 *   node scripts/run.cjs test/load/mail-through-mta.ts [--engine sqlite] [--keep DIR] [--smtp URL --maildir DIR]
 *
 * Starts a Postfix of its own (Debian: `apt-get install postfix`; as root), stricter than they usually are, and goes through all
 * flows, in English and German. Another server can be named with `--smtp`: it has to deliver example.com to that maildir. Claims:
 * each of the nine mails arrives once and well formed, and each of the five links works, once. `--keep` copies the mails.
 */
import { cpSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '../e2e/support/client.js';
import type { DeliveredMail } from './delivered-mail.js';
import { deliveredTo, faultsOf } from './delivered-mail.js';
import { runProgram, say } from './end.js';
import { argument, databaseOn, enginesFromArgs } from './engine-from-args.js';
import { mailFlows } from './mail-flows.js';
import type { Mta } from './postfix.js';
import { startPostfix } from './postfix.js';
import { startQuiet } from './quiet-service.js';

const from = '"Jänus, Tür" <janus@example.com>';
const publicUrl = 'https://id.example.com/base';
const patienceMs = 60_000;

async function mta(): Promise<Mta> {
  const [url, maildir] = [argument('smtp'), argument('maildir')];
  if (url === null && maildir === null) return startPostfix();
  if (url === null || maildir === null) throw new Error('--smtp and --maildir belong together');
  return { name: url, url, maildir, stop: async () => {} };
}

/** The mail to somebody with that subject, once it lies there. */
function mailbox(maildir: string) {
  return async (to: string, subject: string): Promise<DeliveredMail> => {
    for (const startedAt = performance.now(); performance.now() - startedAt < patienceMs; await pause(100)) {
      const found = (await deliveredTo(maildir)).find((one) => one.to === to && one.mail.subject === subject);
      if (found) return found;
    }
    throw new Error(`no mail "${subject}" to ${to}`);
  };
}

function judge(mails: readonly DeliveredMail[], expected: readonly string[]): string[] {
  const failures = mails.flatMap((one) => faultsOf(one, from, 'example.com'));
  const subjects = mails.map(({ to, mail }) => `${to}: ${mail.subject}`);
  const missing = expected.filter((one) => !subjects.includes(one));
  const twice = subjects.filter((one, index) => subjects.indexOf(one) !== index);
  const unasked = subjects.filter((one) => !expected.includes(one));
  const alien = mails.filter(({ mail }) => /https?:\/\/(?!id\.example\.com\/base\/)/.test(`${mail.text}`));
  failures.push(...missing.map((one) => `missing: ${one}`), ...twice.map((one) => `twice: ${one}`));
  failures.push(...unasked.map((one) => `nobody asked for: ${one}`));
  failures.push(...alien.map(({ mail }) => `leads elsewhere: ${mail.subject}`));
  const lines = mails.flatMap(({ raw }) => raw.toString('latin1').split(/\r?\n/));
  const longest = Math.max(...lines.map(({ length }) => length));
  const signed = mails.filter(({ mail }) => mail.headers.has('dkim-signature')).length;
  const tls = mails.filter(({ raw }) => /using TLSv1\.[23]/.test(raw.toString('latin1'))).length;
  say(`${mails.length} mails, the longest line ${longest}, ${signed} signed by DKIM, ${tls} came by TLS`);
  return failures;
}

async function main(): Promise<string[]> {
  const [engine] = enginesFromArgs('sqlite');
  const server = await mta();
  const database = databaseOn(engine ?? 'sqlite');
  const service = await startQuiet(database.url, {
    MAIL_URL: server.url,
    MAIL_FROM: from,
    PUBLIC_URL: publicUrl,
    EMAIL_VERIFICATION: 'required',
    REFRESH_GRACE_SECONDS: '0',
  });
  try {
    const { expected, failures } = await mailFlows(new Client(service.url), service, mailbox(server.maildir));
    const mails = await deliveredTo(server.maildir);
    say(`${engine}, ${server.name}: ${expected.length} mails asked for`);
    return [...failures, ...judge(mails, expected)];
  } finally {
    await service.stop();
    const keep = argument('keep');
    if (keep !== null) cpSync(server.maildir, keep, { recursive: true });
    await server.stop();
    await database.drop();
  }
}

runProgram(main);
