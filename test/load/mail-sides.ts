import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '../e2e/support/client.js';
import type { Person } from '../e2e/support/people.js';
import { freshEmail, password, signIn } from '../e2e/support/people.js';
import type { FreshDatabase } from '../factories/engine-under-test.js';
import { SmtpTestServer } from '../factories/smtp-test-server.js';
import type { EngineName } from './engine-from-args.js';
import { databaseOn } from './engine-from-args.js';
import { HttpConnection } from './http-connection.js';
import type { QuietService } from './quiet-service.js';
import { startQuiet } from './quiet-service.js';

/** An instance of the service with a mail server of its own. */
export interface MailSide {
  readonly name: string;
  readonly server: SmtpTestServer;
  readonly api: Client;
  readonly admin: Person;
  readonly wire: HttpConnection;
  /** Milliseconds, by kind of request. */
  readonly times: Map<string, number[]>;
  /** How many mails each address must get. */
  readonly expected: Map<string, number>;
  /** What shows that the trouble was none: a mail server that nobody missed says nothing about the service. */
  trouble(): Promise<string[]>;
  /** Ends the trouble. What the server has begun to answer slowly it answers slowly. */
  recover(): Promise<void>;
}

export const slowMs = 30_000;

// Those of mails stay as they are: three an hour for an account.
const limits = ['GUEST', 'LOGIN_IP', 'REGISTER_IP', 'SUPER_ADMIN', 'USER'].map((name) => [
  `RATE_LIMIT_${name}`,
  '1000000/3600',
]);

type Trouble = Pick<MailSide, 'name' | 'server' | 'recover'> & {
  readonly lost: (queued: number, lastErrors: number) => string[];
};

async function healthy(): Promise<Trouble> {
  const server = new SmtpTestServer();
  await server.start();
  return { name: 'healthy', server, recover: async () => {}, lost: () => [] };
}

async function down(): Promise<Trouble> {
  const server = new SmtpTestServer();
  await server.start();
  await server.stop();
  const lost = (queued: number, lastErrors: number) => [
    ...(queued > 0 && server.received.length === 0 ? [] : ['mails went out while the server was away']),
    ...(lastErrors > 0 ? [] : ['nobody noticed that the server was away']),
  ];
  return { name: 'down', server, recover: () => server.start(), lost };
}

async function slow(): Promise<Trouble> {
  let answerMs = slowMs;
  const server = new SmtpTestServer({ onConnect: (_session, done) => void pause(answerMs).then(() => done()) });
  server.behaviour.beforeAnswer = () => pause(answerMs);
  await server.start();
  const recover = async () => {
    answerMs = 0;
  };
  return { name: 'slow', server, recover, lost: (queued) => (queued > 0 ? [] : ['the slow server kept up']) };
}

/** The healthy one first: the others are compared with it. */
export async function openSides(engine: EngineName): Promise<{ sides: MailSide[]; close: () => Promise<void> }> {
  const opened: { service: QuietService; database: FreshDatabase; wire: HttpConnection; trouble: Trouble }[] = [];
  const close = async () => {
    for (const { service, database, wire, trouble } of opened) {
      wire.close();
      await service.stop();
      await trouble.server.stop();
      await database.drop();
    }
  };
  const sides: MailSide[] = [];
  try {
    for (const trouble of [await healthy(), await down(), await slow()]) {
      const database = databaseOn(engine);
      const env = { MAIL_URL: trouble.server.url, RATE_LIMITS: 'on', ...Object.fromEntries(limits) };
      const service = await startQuiet(database.url, env);
      const { hostname, port } = new URL(service.url);
      const wire = new HttpConnection(hostname, Number(port));
      opened.push({ service, database, wire, trouble });
      sides.push(await sideOf(service, wire, trouble));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { sides, close };
}

async function sideOf(service: QuietService, wire: HttpConnection, { lost, ...known }: Trouble): Promise<MailSide> {
  const api = new Client(service.url);
  const email = freshEmail('root');
  const { status, text } = await api.post('/setup', { token: await service.setupToken(), email, password });
  if (status !== 201) throw new Error(`setup: ${status} ${text}`);
  const admin = await signIn(api, email);
  const trouble = async () => {
    let [queued, lastErrors] = [0, 0];
    for (let cursor = ''; ;) {
      const { body } = await api.get(`/mail/outbox?state=queued&limit=100${cursor}`, { token: admin.token });
      const messages = Object.values(body['data'] ?? {});
      queued += messages.length;
      lastErrors += messages.filter((one) => one?.['lastError'] !== null).length;
      const next = body['page']?.['nextCursor'];
      if (typeof next !== 'string') return lost(queued, lastErrors);
      cursor = `&cursor=${next as string}`;
    }
  };
  return { ...known, api, admin, wire, times: new Map(), expected: new Map(), trouble };
}
