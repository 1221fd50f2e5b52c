import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '@janus/database';
import { openEngine } from '@janus/database';
import { SystemClock } from '@janus/kernel';
import { MailService, OutboxSignal } from '@janus/mail';
import { simpleParser } from 'mailparser';
import { SmtpTestServer } from '../factories/smtp-test-server.js';
import type { Client } from './support/client.js';
import type { Person } from './support/people.js';
import { codeOf, firstAdmin, freshEmail, newcomer, withRole } from './support/people.js';
import { runCli, startService } from './support/service.js';
import type { World } from './support/world.js';
import { openWorld, worldKey } from './support/world.js';

const publicUrl = 'http://id.test/base';
const fields = ['attempts', 'createdAt', 'id', 'lastError', 'nextAttemptAt', 'sentAt', 'state', 'template', 'to'];

/** Puts mails down beside the running service, as another instance would. */
async function mailRoom(url: string): Promise<{ engine: Engine; service: MailService }> {
  const engine = await openEngine({ url, poolSize: 2, timeoutMs: 10_000 });
  const keys = [Buffer.from(worldKey, 'base64url')];
  return { engine, service: new MailService(engine.adapters.outbox, new OutboxSignal(), new SystemClock(), { keys }) };
}

const ask = (service: MailService, to: string, key = freshEmail()) =>
  service.enqueue({ key, template: 'reset-password', to, locale: 'de', data: { name: null, token: 'one-time-token' } });

async function until<T>(read: () => Promise<T>, isRight: (found: T) => boolean): Promise<T> {
  for (;;) {
    const found = await read();
    if (isRight(found)) return found;
  }
}

describe('mail by SMTP', () => {
  const server = new SmtpTestServer();
  let world: World;
  let client: Client;
  let room: Awaited<ReturnType<typeof mailRoom>>;
  let people: Record<'root' | 'admin' | 'moderator' | 'user', Person>;

  beforeAll(async () => {
    await server.start();
    world = await openWorld({ MAIL_URL: server.url, MAIL_FROM: 'Janus <janus@example.com>', PUBLIC_URL: publicUrl });
    client = world.client;
    room = await mailRoom(world.database.url);
    const root = await firstAdmin(client, world.service);
    const [admin, moderator] = [await withRole(client, root, 'admin'), await withRole(client, root, 'moderator')];
    people = { root, admin, moderator, user: await newcomer(client) };
  });

  afterAll(async () => {
    await room.engine.close();
    await world.end();
    await server.stop();
  });

  const list = (query = '') => client.get(`/mail/outbox${query}`, { token: people.admin.token });
  const messageTo = async (to: string) => {
    const { body } = await list('?limit=100');
    return Object.values(body['data'] ?? {}).find((one) => String(one?.['to']) === to);
  };
  const state = (to: string, wanted: string) =>
    until(
      () => messageTo(to),
      (one) => String(one?.['state']) === wanted,
    );
  const env = () => ({
    DATABASE_URL: world.database.url,
    DATA_DIR: world.service.dataDir,
    KEY_ENCRYPTION_KEY: worldKey,
  });

  it('goes out in the background, once under one key, and shows operators no more than they need', async () => {
    const to = freshEmail();
    const key = freshEmail('key');
    await Promise.all([ask(room.service, to, key), ask(room.service, to, key)]);
    const sent = await state(to, 'sent');
    const received = server.received.filter(({ recipients }) => recipients.includes(to));
    expect(received).toHaveLength(1);
    expect(received[0]?.mail).toMatchObject({
      subject: 'Wählen Sie ein neues Passwort',
      messageId: `<${String(sent?.['id'])}@example.com>`,
    });
    expect(received[0]?.mail.text).toContain(`${publicUrl}/account/reset-password#token=one-time-token`);
    expect(Object.keys(sent ?? {}).toSorted()).toEqual(fields);
    expect(sent).toMatchObject({ template: 'reset-password', attempts: 1, nextAttemptAt: null, lastError: null });
    expect(world.service.output.join('\n')).not.toContain('one-time-token');
  });

  it('is for administrators to see', async () => {
    for (const person of [people.moderator, people.user]) {
      const { token } = person;
      expect(codeOf(await client.get('/mail/outbox', { token }))).toBe('NO_PERMISSION');
      expect(codeOf(await client.post(`/mail/outbox/${person.id}/retry`, undefined, { token }))).toBe('NO_PERMISSION');
    }
    expect((await client.get('/mail/outbox')).status).toBe(401);
    expect((await client.get('/mail/outbox', { token: people.root.token })).status).toBe(200);
  });

  it('is listed by state, page by page, and knows bad input', async () => {
    for (let n = 0; n < 3; n += 1) await state(await askFor(), 'sent');
    const seen: string[] = [];
    for (let query = '?state=sent&limit=2&withTotal=true'; ;) {
      const { body, headers } = await list(query);
      seen.push(...Object.values(body['data'] ?? {}).map((one) => String(one?.['id'])));
      const { nextCursor, total } = body['page'] as unknown as { nextCursor: string | null; total: number };
      if (nextCursor === null) {
        expect([seen.length, new Set(seen).size]).toEqual([total, total]);
        break;
      }
      expect(headers.get('link')).toContain(`<${publicUrl}/api/v1/mail/outbox?`);
      query = `?state=sent&limit=2&withTotal=true&cursor=${nextCursor}`;
    }
    expect(seen).toEqual(seen.toSorted().toReversed());
    expect((await list('?state=dead')).body['data']).toEqual([]);
    for (const query of [
      '?state=x',
      '?limit=0',
      '?limit=101',
      '?sort=createdAt',
      '?state=sent&state=dead',
      '?cursor=x',
    ])
      expect([query, (await list(query)).status]).toEqual([query, 400]);
  });

  async function askFor(): Promise<string> {
    const to = freshEmail();
    await ask(room.service, to);
    return to;
  }

  it('that a server refuses for good is dead, and can be tried again by hand', async () => {
    server.behaviour.refuseRecipient = () => '550 5.1.1 no such user';
    const [one, two] = [await askFor(), await askFor()];
    const [dead, other] = [await state(one, 'dead'), await state(two, 'dead')];
    expect(dead).toMatchObject({
      attempts: 1,
      lastError: 'the mail server refused the recipient for good (550 5.1.1)',
    });
    const shown = await runCli(['mail', 'list', '--state', 'dead', '--json'], env());
    expect(shown.stdout).not.toContain('one-time-token');
    expect((JSON.parse(shown.stdout) as { id: string }[]).map(({ id }) => id)).toContain(String(dead?.['id']));
    server.behaviour.refuseRecipient = () => null;
    const { token } = people.admin;
    const retry = (id: unknown) => client.post(`/mail/outbox/${String(id)}/retry`, undefined, { token });
    const retried = await retry(dead?.['id']);
    expect([retried.status, Object.keys(retried.body).toSorted()]).toEqual([200, fields]);
    expect((await runCli(['mail', 'retry', String(other?.['id'])], env())).stdout).toContain(String(other?.['id']));
    const [sent] = [await state(one, 'sent'), await state(two, 'sent')];
    const again = await retry(dead?.['id']);
    expect([again.status, again.body]).toEqual([200, sent]);
    expect(codeOf(await retry(people.admin.id))).toBe('MESSAGE_NOT_FOUND');
    expect((await retry('x')).status).toBe(400);
    expect((await runCli(['mail', 'retry', people.admin.id], env())).code).toBe(1);
    expect((await runCli(['mail', 'retry'], env())).code).toBe(64);
    expect((await runCli(['mail', 'list', '--state', 'x'], env())).code).toBe(64);
  });

  it('waits while the server is away, and keeps no request waiting while it is slow', async () => {
    await server.stop();
    const waiting = await askFor();
    await until(
      () => messageTo(waiting),
      (one) => one?.['lastError'] !== null,
    );
    expect(await messageTo(waiting)).toMatchObject({
      state: 'queued',
      lastError: 'the mail server cannot be reached (ESOCKET)',
    });
    let answer = () => {};
    server.behaviour.beforeAnswer = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const before = server.received.length;
    await server.start();
    await server.got(before + 1);
    const startedAt = performance.now();
    expect((await client.get('/users/me', { token: people.user.token })).status).toBe(200);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(String((await messageTo(waiting))?.['state'])).toBe('queued');
    server.behaviour.beforeAnswer = () => {};
    answer();
    await state(waiting, 'sent');
  });
});

describe('captured mail', () => {
  it('is a file each in development, and a line of the log', async () => {
    const world = await openWorld({ PUBLIC_URL: publicUrl });
    const { engine, service } = await mailRoom(world.database.url);
    try {
      await ask(service, 'ada@example.com');
      const { adapters } = engine;
      await until(
        () => adapters.outboxReader.count('sent'),
        (count) => count === 1,
      );
      const folder = join(world.service.dataDir, 'mail');
      const [file = ''] = readdirSync(folder);
      const mail = await simpleParser(readFileSync(join(folder, file)));
      expect([mail.subject, [mail.to].flat()[0]?.text]).toEqual(['Wählen Sie ein neues Passwort', 'ada@example.com']);
      const line = world.service.output.find((one) => one.includes(file));
      expect(line).toContain(`to ada@example.com: ${publicUrl}/account/reset-password#token=one-time-token`);
      const page = await fetch(`${world.service.url}/docs/mail/reset-password?lang=de`);
      const html = await page.text();
      expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-store']);
      expect(html).toContain('Wählen Sie ein neues Passwort');
      expect(await (await fetch(`${world.service.url}/docs/mail`)).text()).toContain(
        '/docs/mail/refresh-reuse?lang=de',
      );
      const statuses = ['/docs/mail/nope', '/docs/mail/reset-password?lang=xx', '/docs', '/docs/openapi.json'].map(
        async (path) => (await fetch(world.service.url + path)).status,
      );
      expect(await Promise.all(statuses)).toEqual([404, 400, 200, 200]);
    } finally {
      await engine.close();
      await world.end();
    }
  });
});

describe('mail in production', () => {
  it('shows no previews, waits where there is no way out, and refuses texts that cannot be used', async () => {
    const production = {
      NODE_ENV: 'production',
      PUBLIC_URL: 'http://localhost:3000',
      DATABASE_MIGRATE: 'auto',
      RATE_LIMITS: 'on',
    };
    const world = await openWorld(production);
    const { engine, service } = await mailRoom(world.database.url);
    try {
      await ask(service, 'ada@example.com');
      const statuses = ['/docs/mail', '/docs/mail/reset-password'].map(
        async (path) => (await fetch(world.service.url + path)).status,
      );
      expect(await Promise.all(statuses)).toEqual([404, 404]);
      expect(world.service.output.join('\n')).toContain('MAIL_URL is not set');
      expect(await engine.adapters.outboxReader.count('queued')).toBe(1);
      const broken = startService(world.database.url, {
        MAIL_TEMPLATES_DIR: world.service.dataDir,
        KEY_ENCRYPTION_KEY: worldKey,
      });
      await expect(broken).rejects.toThrow(/exited with 78[^]*MAIL_TEMPLATES_DIR has texts that cannot be used/);
      const captured = startService(world.database.url, {
        ...production,
        KEY_ENCRYPTION_KEY: worldKey,
        MAIL_URL: 'capture:',
      });
      await expect(captured).rejects.toThrow(/exited with 78[^]*MAIL_URL captures mails in production/);
    } finally {
      await engine.close();
      await world.end();
    }
  });
});
