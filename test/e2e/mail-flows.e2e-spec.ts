import type { ReceivedMail } from '../factories/smtp-test-server.js';
import { SmtpTestServer } from '../factories/smtp-test-server.js';
import type { Answer, Client } from './support/client.js';
import { openMailWorld, publicUrl } from './support/mailed.js';
import type { Person } from './support/people.js';
import { codeOf, firstAdmin, freshEmail, newcomer, password, signIn, withRole } from './support/people.js';
import type { World } from './support/world.js';
import { openWorld } from './support/world.js';

const next = 'N3w-passw0rd!';

describe('mails that people ask for', () => {
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

  /** The so-many-th mail to somebody whose link leads there. */
  const linkTo = async (address: string, path: string, count = 1): Promise<string> => {
    const isIt = ({ recipients, mail }: ReceivedMail) =>
      recipients.includes(address) && (mail.text ?? '').includes(`${publicUrl}/account/${path}#token=`);
    for (let seen = 0; ; seen += 1) {
      const found = server.received.filter(isIt);
      if (found.length >= count) {
        const text = found[count - 1]?.mail.text ?? '';
        return new RegExp(`/account/${path}#token=([A-Za-z0-9_-]+)`).exec(text)?.[1] ?? '';
      }
      await server.got(Math.max(seen, server.received.length + 1));
    }
  };
  const post = (path: string, body: unknown, token?: string) =>
    client.post(path, body, token === undefined ? {} : { token });
  const told = ({ status, body }: Answer) => [status, codeOf({ body }) ?? body['status']];
  const me = async ({ token }: Person) => (await client.get('/users/me', { token })).body;

  it('verify an address by the link of the mail, which GET never uses up', async () => {
    const person = await newcomer(client);
    const token = await linkTo(person.email, 'verify-email');
    expect(await me(person)).toMatchObject({ emailVerified: false });
    const uses = await Promise.all(Array.from({ length: 8 }, () => post('/auth/verify-email', { token })));
    expect(uses.map(({ status }) => status)).toContain(204);
    expect(await me(person)).toMatchObject({ emailVerified: true });
    expect(told(await post('/auth/verify-email', { token }))).toEqual([400, 'INVALID_LINK']);
    const events = await client.get(`/audit?targetId=${person.id}&type=user.email_verified`, { token: root.token });
    expect(events.body['data']).toHaveLength(1);
    expect(told(await post('/auth/resend-verification', { email: person.email }))).toEqual([202, 'sent_if_known']);
    expect(told(await post('/auth/resend-verification', { email: freshEmail() }))).toEqual([202, 'sent_if_known']);
  });

  it('replace a forgotten password once, end every session, and sign nobody in', async () => {
    const person = await newcomer(client);
    expect(told(await post('/auth/forgot-password', { email: person.email.toUpperCase() }))).toEqual([
      202,
      'sent_if_known',
    ]);
    const token = await linkTo(person.email, 'reset-password');
    const refused = await post('/auth/reset-password', { token, newPassword: 'short' });
    expect(told(refused)).toEqual([400, 'PASSWORD_REFUSED']);
    const uses = await Promise.all(
      Array.from({ length: 20 }, () => post('/auth/reset-password', { token, newPassword: next })),
    );
    expect(uses.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(uses.every(({ status, text }) => status === 204 || status === 503 || text.includes('INVALID_LINK'))).toBe(
      true,
    );
    const ended = await client.get('/users/me', { token: person.token });
    expect([ended.status, ended.body['endReason']]).toEqual([401, 'password_reset']);
    const back = await post('/auth/login', { email: person.email, password: next });
    expect([back.status, back.body['notices']]).toEqual([200, [expect.objectContaining({ reason: 'password_reset' })]]);
    expect((await post('/auth/login', { email: person.email, password })).status).toBe(401);
  });

  it('come three times an hour for one account, and are answered alike all the same', async () => {
    const person = await newcomer(client);
    await linkTo(person.email, 'verify-email');
    const before = server.received.length;
    const answers = [];
    for (let n = 0; n < 6; n += 1) answers.push(told(await post('/auth/forgot-password', { email: person.email })));
    expect(new Set(answers.map(String)).size).toBe(1);
    await linkTo(person.email, 'reset-password', 3);
    // Mails may overtake each other: only the newest link works, whichever came last.
    const tokens = await Promise.all([1, 2, 3].map((count) => linkTo(person.email, 'reset-password', count)));
    const other = await newcomer(client);
    await linkTo(other.email, 'verify-email');
    expect(server.received.slice(before).filter(({ recipients }) => recipients.includes(person.email))).toHaveLength(3);
    const statuses = [];
    for (const token of tokens)
      statuses.push((await post('/auth/reset-password', { token, newPassword: next })).status);
    expect(statuses.toSorted()).toEqual([204, 400, 400]);
  });

  it('move an account to another address, and back from the old one', async () => {
    const person = await newcomer(client);
    const other = await newcomer(client);
    const newEmail = freshEmail('moved');
    const change = (body: unknown) => post('/users/me/email', body, person.token);
    expect(told(await change({ newEmail, currentPassword: 'wrong' }))).toEqual([403, 'WRONG_PASSWORD']);
    expect(told(await change({ newEmail: other.email, currentPassword: password }))).toEqual([
      202,
      'confirmation_sent',
    ]);
    const taken = await linkTo(other.email, 'confirm-email');
    expect(told(await post('/auth/confirm-email-change', { token: taken }))).toEqual([400, 'INVALID_LINK']);
    expect(told(await change({ newEmail, currentPassword: password }))).toEqual([202, 'confirmation_sent']);
    const token = await linkTo(newEmail, 'confirm-email');
    const uses = await Promise.all(Array.from({ length: 20 }, () => post('/auth/confirm-email-change', { token })));
    expect(uses.filter(({ status }) => status === 204)).toHaveLength(1);
    const ended = await client.get('/users/me', { token: person.token });
    expect([ended.status, ended.body['endReason']]).toEqual([401, 'email_changed']);
    expect(await me(await signIn(client, newEmail))).toMatchObject({
      id: person.id,
      email: newEmail,
      emailVerified: true,
    });
    const undo = await linkTo(person.email, 'undo-email');
    expect((await post('/auth/undo-email-change', { token: undo })).status).toBe(204);
    expect(told(await post('/auth/undo-email-change', { token: undo }))).toEqual([400, 'INVALID_LINK']);
    expect(await me(await signIn(client, person.email))).toMatchObject({ id: person.id, email: person.email });
  });

  it('invite by mail, which is the default where mail goes out, or hand the link over', async () => {
    const [email, byLink] = [freshEmail('invited'), freshEmail('invited')];
    const create = (body: unknown) => post('/users', body, root.token);
    const created = await create({ email });
    expect([created.status, created.body['invitation']]).toEqual([201, undefined]);
    const older = await linkTo(email, 'accept-invitation');
    const id = String(created.body['id']);
    const again = await post(`/users/${id}/send-invitation`, { invite: 'mail' }, root.token);
    expect([again.status, again.body['invitation'], again.headers.get('location')]).toEqual([
      201,
      undefined,
      `${publicUrl}/api/v1/users/${id}`,
    ]);
    const token = await linkTo(email, 'accept-invitation', 2);
    expect(told(await post('/auth/accept-invitation', { token: older, newPassword: next }))).toEqual([
      400,
      'INVALID_LINK',
    ]);
    expect((await post('/auth/accept-invitation', { token, newPassword: next })).status).toBe(204);
    const { body } = await post('/auth/login', { email, password: next });
    expect(body['user']).toMatchObject({ emailVerified: true });
    expect(told(await post(`/users/${id}/send-invitation`, undefined, root.token))).toEqual([409, 'HAS_PASSWORD']);
    const handed = await create({ email: byLink, invite: 'link' });
    expect(String(handed.body['invitation']?.['url'])).toContain(`${publicUrl}/account/accept-invitation#token=`);
    expect(told(await create({ email: freshEmail(), invite: 'pigeon' }))).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('are sent by moderators to those below, who alone choose the password', async () => {
    const moderator = await withRole(client, root, 'moderator');
    const [person, admin] = [await newcomer(client), await withRole(client, root, 'admin')];
    const send = (id: string, by: Person) => post(`/users/${id}/send-password-reset`, undefined, by.token);
    expect(told(await send(person.id, moderator))).toEqual([202, 'sent']);
    expect(told(await send(admin.id, moderator))).toEqual([404, 'USER_NOT_FOUND']);
    expect(told(await send(moderator.id, moderator))).toEqual([403, 'SELF_FORBIDDEN']);
    expect(told(await send(admin.id, person))).toEqual([403, 'NO_PERMISSION']);
    const token = await linkTo(person.email, 'reset-password');
    expect((await post('/auth/reset-password', { token, newPassword: next })).status).toBe(204);
  });

  it('are built from the settings alone, in the language of who reads them, to one address', async () => {
    const email = freshEmail('zoe');
    const headers = { host: 'evil.test', 'x-forwarded-host': 'evil.test', 'accept-language': 'de-AT,de;q=0.9' };
    const tricks = [`a@b.co\r\nBcc: ${email}`, `a@b.co, ${email}`, '"a b"@b.co', 'a\u200b@b.co', `${email}\u0000`];
    for (const trick of tricks) {
      for (const path of ['/auth/forgot-password', '/auth/resend-verification'])
        expect(told(await client.post(path, { email: trick }))).toEqual([400, 'VALIDATION_FAILED']);
    }
    const registered = await client.post('/auth/register', { email, password }, { headers });
    expect(registered.status).toBe(201);
    await linkTo(email, 'verify-email');
    const mail = server.received.find(({ recipients }) => recipients.includes(email));
    expect(mail?.recipients).toEqual([email]);
    expect(mail?.mail.headers.get('content-language') ?? mail?.mail.subject).toBeDefined();
    expect(String(mail?.mail.html)).toContain('lang="de"');
    expect(mail?.raw.toString()).not.toContain('evil.test');
  });
});

describe('where addresses must be verified', () => {
  const server = new SmtpTestServer();
  let world: World;

  beforeAll(async () => {
    await server.start();
    world = await openWorld({ MAIL_URL: server.url, PUBLIC_URL: publicUrl, EMAIL_VERIFICATION: 'required' });
  });

  afterAll(async () => {
    await world.end();
    await server.stop();
  });

  it('a registration is answered alike for a taken address, and sign-in waits for the link', async () => {
    const { client } = world;
    const email = freshEmail();
    const register = () => client.post('/auth/register', { email, password, displayName: 'Ada' });
    const [first, second] = [await register(), await register()];
    for (const answer of [first, second]) {
      expect([answer.status, answer.text, answer.headers.get('location')]).toEqual([
        202,
        JSON.stringify({ status: 'verification_sent' }),
        null,
      ]);
    }
    const mails = await server.got(2);
    expect(mails.map(({ recipients }) => recipients)).toEqual([[email], [email]]);
    const logIn = (secret: string) => client.post('/auth/login', { email, password: secret });
    const [right, wrong] = [await logIn(password), await logIn('Wr0ng-horse!')];
    expect([right.status, codeOf(right), wrong.status, codeOf(wrong)]).toEqual([
      403,
      'EMAIL_NOT_VERIFIED',
      401,
      'INVALID_CREDENTIALS',
    ]);
    const text =
      mails.map(({ mail }) => mail.text ?? '').find((one) => one.includes('/account/verify-email#token=')) ?? '';
    const token = /#token=([A-Za-z0-9_-]+)/.exec(text)?.[1];
    expect((await client.post('/auth/verify-email', { token })).status).toBe(204);
    expect((await logIn(password)).status).toBe(200);
  });

  it('nobody is raised before their address is verified', async () => {
    const { client, service } = world;
    const root = await firstAdmin(client, service);
    const email = freshEmail();
    const { body } = await client.post('/users', { email, invite: 'link' }, { token: root.token });
    const raise = () => client.patch(`/users/${String(body['id'])}/role`, { role: 'moderator' }, { token: root.token });
    expect(codeOf(await raise())).toBe('ROLE_NEEDS_VERIFIED_EMAIL');
  });
});
