/**
 * No mail is lost when the process that sends it dies: messages are put down, a dispatcher sends them to a real SMTP server on
 * a socket, and is killed with SIGKILL again and again in the middle of it.
 *
 *   node scripts/run.cjs test/chaos/mail-dispatcher.ts [--engine sqlite] [--messages 2000] [--kills 50]
 *
 * Every message must arrive. One that the server took at the moment of a kill, before that was noted, may arrive twice: the
 * duplicates are counted, and have the Message-ID of the first. Exit 1 if one is lost.
 */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { openEngine } from '@janus/database';
import { SystemClock } from '@janus/kernel';
import { SmtpMailer } from '@janus/mail';
import { mailRoomOn } from '../factories/mail-room.js';
import { SmtpTestServer } from '../factories/smtp-test-server.js';
import { argument, databaseOn, enginesFromArgs, numberArgument } from '../load/engine-from-args.js';

const root = join(__dirname, '../..');
const answerMs = 40;
// From the first sign of life of a dispatcher to its end.
const longestLifeMs = 400;
const leaseMs = 3_000;

const open = (url: string) => openEngine({ url, poolSize: 5, timeoutMs: 10_000 });

/** A dispatcher in a process of its own, until it is killed. */
async function dispatch(url: string, port: number): Promise<void> {
  const server = { host: '127.0.0.1', port, isSecure: false, credentials: null };
  const mailer = new SmtpMailer(server, { name: 'Janus', address: 'no-reply@example.com' });
  const pace = { leaseMs, pollMs: 500 };
  const { dispatcher } = mailRoomOn(await open(url), { clock: new SystemClock(), mailer, pace, random: Math.random });
  dispatcher.start();
  process.stdout.write('ready\n');
  setInterval(() => {}, 60_000);
}

async function startDispatcher(url: string, port: number): Promise<ChildProcess> {
  const args = ['scripts/run.cjs', 'test/chaos/mail-dispatcher.ts', '--dispatch', url, '--port', String(port)];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(createInterface({ input: child.stdout }), 'line');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

async function main(): Promise<void> {
  const [engineName] = enginesFromArgs('sqlite');
  const [messages, kills] = [numberArgument('messages', 2_000, 100_000), numberArgument('kills', 50, 1_000)];
  const database = databaseOn(engineName ?? 'sqlite');
  const engine = await open(database.url);
  await engine.migrations.up();
  const server = new SmtpTestServer();
  await server.start();
  server.behaviour.beforeAnswer = () => pause(answerMs);
  const { service, reader } = mailRoomOn(engine, { clock: new SystemClock(), mailer: null });
  const data = { name: null, token: 'x'.repeat(43) };
  for (let n = 0; n < messages; n += 1) {
    await service.enqueue({
      key: `message-${n}`,
      template: 'verify-email',
      to: `user-${n}@example.com`,
      locale: null,
      data,
    });
  }
  let inTheMiddle = 0;
  for (let n = 0; n < kills; n += 1) {
    const child = await startDispatcher(database.url, server.address.port);
    await pause(Math.random() * longestLifeMs);
    if ((await reader.count('queued')) > 0) inTheMiddle += 1;
    await kill(child);
  }
  const last = await startDispatcher(database.url, server.address.port);
  while ((await reader.count('queued')) > 0) await pause(200);
  await kill(last);

  const arrived = new Map<string, number>();
  for (const { recipients } of server.received) {
    const [to = ''] = recipients;
    arrived.set(to, (arrived.get(to) ?? 0) + 1);
  }
  const lost = messages - arrived.size;
  const twice = [...arrived.values()].reduce((sum, count) => sum + count - 1, 0);
  const ids = new Set(server.received.map(({ mail }) => mail.messageId)).size;
  const dead = await reader.count('dead');
  process.stdout.write(
    `${engine.name}: ${messages} messages, ${kills} kills (${inTheMiddle} in the middle): ${lost} lost, ${twice} duplicates, ${ids} Message-IDs, ${dead} dead\n`,
  );
  await server.stop();
  await engine.close();
  await database.drop();
  process.exit(lost === 0 && dead === 0 && ids === messages ? 0 : 1);
}

const dispatchUrl = argument('dispatch');
void (dispatchUrl === null ? main() : dispatch(dispatchUrl, Number(argument('port')))).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
