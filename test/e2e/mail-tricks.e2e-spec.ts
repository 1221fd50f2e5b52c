import { SmtpTestServer } from '../factories/smtp-test-server.js';
import type { Client } from './support/client.js';
import { mailsWithLink, openMailWorld, publicUrl } from './support/mailed.js';
import type { Person } from './support/people.js';
import { codeOf, firstAdmin, freshEmail, newcomer, password } from './support/people.js';
import { sendRaw } from './support/raw-http.js';
import type { World } from './support/world.js';

describe('whoever asks for a mail', () => {
  const server = new SmtpTestServer();
  let world: World;
  let client: Client;
  let root: Person;

  beforeAll(async () => {
    await server.start();
    world = await openMailWorld(server);
    ({ client } = world);
    root = await firstAdmin(client, world.service);
  });

  afterAll(async () => {
    await world.end();
    await server.stop();
  });

  /** By bytes, for fetch keeps the `Host` field to itself. */
  async function askFalsely(path: string, body: unknown, { token, target }: { token?: string; target?: string } = {}) {
    const text = JSON.stringify(body);
    const lines = [
      `POST ${target ?? ''}/api/v1${path} HTTP/1.1`,
      'Host: evil.test',
      'X-Forwarded-Host: evil.test',
      'X-Forwarded-Proto: http',
      'X-Original-URL: http://evil.test/',
      'Forwarded: host=evil.test;proto=http',
      'Origin: http://evil.test',
      'Referer: http://evil.test/',
      ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(text)}`,
      'Connection: close',
    ];
    return (await sendRaw(world.service.url, `${lines.join('\r\n')}\r\n\r\n${text}`)).status;
  }

  /** How many mails have been asked for, sent or not. */
  const putDown = async () => {
    const { body } = await client.get('/mail/outbox?limit=1&withTotal=true', { token: root.token });
    return Number(body['page']?.['total']);
  };
  /** A registration, whose hash takes longer than anything that an earlier request has left to do. */
  const oneMore = async () => {
    const { email } = await newcomer(client);
    await mailsWithLink(server, email, 'verify-email', 1);
    return email;
  };

  it('changes no link by any field of the request, whichever mail it is', async () => {
    const [email, newEmail, invited] = [freshEmail('ada'), freshEmail('moved'), freshEmail('invited')];
    const target = 'http://evil.test';
    expect(await askFalsely('/auth/register', { email, password })).toBe(201);
    const [login, token] = [await client.post('/auth/login', { email, password }), root.token];
    const own = { token: String(login.body['accessToken']) };
    expect(await askFalsely('/auth/resend-verification', { email }, { target })).toBe(202);
    expect(await askFalsely('/auth/forgot-password', { email }, { target })).toBe(202);
    expect(await askFalsely('/users', { email: invited, invite: 'mail' }, { token })).toBe(201);
    expect(await askFalsely('/users/me/email', { newEmail, currentPassword: password }, own)).toBe(202);
    const mails = [
      ...(await mailsWithLink(server, email, 'verify-email', 2)),
      ...(await mailsWithLink(server, email, 'reset-password', 1)),
      ...(await mailsWithLink(server, invited, 'accept-invitation', 1)),
      ...(await mailsWithLink(server, newEmail, 'confirm-email', 1)),
    ];
    expect(mails).toHaveLength(5);
    for (const { raw, mail, recipients } of mails) {
      expect(recipients).toHaveLength(1);
      expect(raw.toString()).not.toContain('evil');
      const links = [...`${mail.text} ${String(mail.html)}`.matchAll(/https?:\/\/[^\s"<]+/g)].map(([link]) => link);
      expect(links.length).toBeGreaterThan(0);
      expect(links.filter((link) => !link.startsWith(`${publicUrl}/account/`))).toEqual([]);
    }
  });

  it.each([
    ['a line of its own', (victim: string) => `${victim}\r\nBcc: other@example.com`],
    ['a bare line feed', (victim: string) => `${victim}\nBcc: other@example.com`],
    ['two addresses', (victim: string) => `other@example.com,${victim}`],
    ['two addresses and a blank', (victim: string) => `${victim} other@example.com`],
    ['two addresses in a list', (victim: string) => [victim, 'other@example.com']],
    ['a semicolon', (victim: string) => `${victim};other@example.com`],
    ['a name', (victim: string) => `Other <${victim}>`],
    ['a quoted local part', (victim: string) => `"other@example.com,"${victim}`],
    ['a quoted blank', () => '"a b"@example.com'],
    ['a comment', (victim: string) => victim.replace('@', '(other@example.com)@')],
    ['a zero-width space', (victim: string) => victim.replace('@', '\u200b@')],
    ['a zero-width joiner in the domain', (victim: string) => victim.replace('example', 'exam\u200dple')],
    ['a direction mark', (victim: string) => `\u202e${victim}`],
    ['a soft hyphen', (victim: string) => victim.replace('@', '\u00ad@')],
    ['NUL', (victim: string) => `${victim}\u0000`],
    ['a route', (victim: string) => `@other.example,@x.example:${victim}`],
    ['two at signs', (victim: string) => `${victim}@example.com`],
  ])('names one plain address: %s is refused, and nothing is sent', async (_what, trick) => {
    const person = await newcomer(client);
    await mailsWithLink(server, person.email, 'verify-email', 1);
    const email = trick(person.email);
    const before = await putDown();
    const outcomes = [
      await client.post('/auth/forgot-password', { email }),
      await client.post('/auth/resend-verification', { email }),
      await client.post('/auth/register', { email, password }),
      await client.post('/users', { email, invite: 'mail' }, { token: root.token }),
      await client.post('/users/me/email', { newEmail: email, currentPassword: password }, { token: person.token }),
    ].map((answer) => [answer.status, codeOf(answer)]);
    expect(outcomes).toEqual(outcomes.map(() => [400, 'VALIDATION_FAILED']));
    await oneMore();
    expect((await putDown()) - before).toBe(1);
  });

  it('gets three an hour for one account, of both kinds together, and the same answer for a fourth', async () => {
    const before = await putDown();
    const email = await oneMore();
    const answers: string[] = [];
    for (const path of ['resend-verification', 'forgot-password', 'resend-verification', 'forgot-password']) {
      const { status, text } = await client.post(`/auth/${path}`, { email: ` ${email.toUpperCase()} ` });
      answers.push(`${status} ${text}`);
    }
    expect([answers.length, new Set(answers)]).toEqual([4, new Set(['202 {"status":"sent_if_known"}'])]);
    await mailsWithLink(server, email, 'verify-email', 3);
    await mailsWithLink(server, email, 'reset-password', 1);
    await oneMore();
    expect((await putDown()) - before).toBe(1 + 3 + 1);
  });
});
