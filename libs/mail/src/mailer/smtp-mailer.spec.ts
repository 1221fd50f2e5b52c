import { hostname } from 'node:os';
import { SmtpTestServer } from '../../../../test/factories/smtp-test-server.js';
import { languages } from '../templates/language.js';
import { MailWriter } from '../templates/mail-writer.js';
import { templateNames } from '../templates/template-data.js';
import type { Mail } from './mailer.js';
import { SendError } from './mailer.js';
import { SmtpMailer, helloName } from './smtp-mailer.js';

const from = { name: 'Jänus, "the" doorkeeper', address: 'no-reply@example.com' };
const now = new Date('2026-11-24T10:11:12.000Z');
const id = '019ab4c8-5f00-7c3e-8a6b-0c5d4e3f2a1b';
const aMail = (fields: Partial<Mail> = {}): Mail => ({
  id,
  recipient: 'ada@example.org',
  language: 'de',
  subject: 'Bestätigen Sie Ihre Adresse',
  text: 'Guten Tag Ada,\n\nhttps://id.test/account/verify-email#token=a_b-c\n',
  html: '<!doctype html><p>Grüße</p>',
  link: null,
  ...fields,
});

describe('SmtpMailer', () => {
  const server = new SmtpTestServer();
  const mailers: SmtpMailer[] = [];

  beforeAll(() => server.start());

  afterEach(() => {
    for (const mailer of mailers.splice(0)) mailer.close();
    server.received.splice(0);
    Object.assign(server.behaviour, { beforeAnswer: () => {}, refuseRecipient: () => null, refuseMail: () => null });
  });

  afterAll(() => server.stop());

  const mailerTo = (
    at: { host: string; port: number },
    pace = { connections: 2, connectMs: 2_000, answerMs: 5_000 },
  ) => {
    const mailer = new SmtpMailer({ ...at, isSecure: false, credentials: null }, from, pace);
    mailers.push(mailer);
    return mailer;
  };
  const failure = async (sending: Promise<void>) => {
    const error = await sending.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(SendError);
    const { kind, message } = error as SendError;
    return [kind, message];
  };

  it('greets by a full name, never by one that tells nothing', async () => {
    expect(helloName('mail.example.org', 'a@example.com')).toEqual({ name: 'mail.example.org' });
    expect(helloName('3f2a9c', 'a@example.com')).toEqual({ name: 'example.com' });
    expect(helloName('3f2a9c', 'a@localhost')).toEqual({});
    const names: string[] = [];
    const other = new SmtpTestServer({
      onMailFrom: (_address, { hostNameAppearsAs }, done) => {
        names.push(hostNameAppearsAs);
        done();
      },
    });
    await other.start();
    await mailerTo(other.address).send(aMail(), now);
    await other.stop();
    expect(names).toEqual([helloName(hostname(), from.address).name]);
  });

  it('sends text and HTML to one address, from the configured one', async () => {
    await mailerTo(server.address).send(aMail(), now);
    const [received] = await server.got(1);
    expect([received?.from, received?.recipients]).toEqual([from.address, ['ada@example.org']]);
    const mail = received?.mail;
    expect(mail?.subject).toBe('Bestätigen Sie Ihre Adresse');
    expect(mail?.text?.trim()).toBe(aMail().text.trim());
    expect(mail?.html).toContain('<p>Grüße</p>');
    expect(mail?.from?.value).toEqual([from]);
    expect([mail?.to].flat().flatMap((one) => one?.value)).toEqual([{ name: '', address: 'ada@example.org' }]);
    expect(mail?.messageId).toBe(`<${id}@example.com>`);
    expect(mail?.date).toEqual(now);
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail?.headers.has('x-mailer')).toBe(false);
    expect([mail?.cc, mail?.bcc, mail?.attachments]).toEqual([undefined, undefined, []]);
    expect(received?.raw.toString()).toMatch(/^Content-Type: multipart\/alternative;/m);
  });

  it('carries every mail in every language as it was written', async () => {
    const mailer = mailerTo(server.address);
    const writer = new MailWriter({ templatesDir: null, publicUrl: () => 'https://id.test' });
    const data = {
      name: 'Jürgen',
      token: 'x'.repeat(43),
      newEmail: 'a@b.example',
      at: now.toISOString(),
      device: 'x',
      ip: '::1',
    };
    for (const language of languages)
      for (const name of templateNames) {
        const written = writer.write(name, language, data, 3_600_000);
        await mailer.send(aMail(written), now);
        const mail = server.received.at(-1)?.mail;
        expect(mail?.subject).toBe(written.subject);
        expect(mail?.text?.trim()).toBe(written.text.trim());
        expect(mail?.html).toBe(written.html);
        expect(mail?.headers.get('content-language')).toBe(language);
      }
  });

  it('makes no second header, address or part of whatever a field holds', async () => {
    const nasty = 'x\r\nBcc: victim@example.com\r\n\r\nbody';
    await mailerTo(server.address).send(
      aMail({ subject: nasty, text: `${nasty}\r\n.\r\nQUIT\r\n`, language: nasty }),
      now,
    );
    const [received] = await server.got(1);
    expect(received?.recipients).toEqual(['ada@example.org']);
    expect(received?.mail.bcc).toBeUndefined();
    expect(received?.mail.text).toContain('QUIT');
    expect(server.received).toHaveLength(1);
  });

  it('goes to one address, as it is, or to none', async () => {
    const odd = "a!b#$%&'*+/=?^_{|}~-.c@a-b.example";
    await mailerTo(server.address).send(aMail({ recipient: odd }), now);
    expect(server.received.map(({ recipients }) => recipients)).toEqual([[odd]]);
    for (const recipient of [
      'a@b.example, victim@example.com',
      'A <victim@example.com>',
      '"v@example.com "@b.example',
      '',
    ])
      expect(await failure(mailerTo(server.address).send(aMail({ recipient }), now))).toEqual([
        'permanent',
        'the recipient is not one address',
      ]);
    expect(server.received).toHaveLength(1);
  });

  it.each([
    [
      '550 5.1.1 no such user <ada@example.org>',
      'permanent',
      'the mail server refused the recipient for good (550 5.1.1)',
    ],
    ['450 4.2.1 try later', 'temporary', 'the mail server refused the recipient for now (450 4.2.1)'],
    ['530 5.7.0 authenticate first', 'unreachable', 'the mail server refused RCPT TO (530 5.7.0)'],
    ['421 4.3.2 going down', 'unreachable', 'the mail server refused CONN (421 4.3.2)'],
  ])('tells a refusal of the recipient: %s', async (answer, kind, message) => {
    server.behaviour.refuseRecipient = () => answer;
    expect(await failure(mailerTo(server.address).send(aMail(), now))).toEqual([kind, message]);
  });

  it('tells a refusal of the message, without a word of the server', async () => {
    server.behaviour.refuseMail = () => '554 5.7.1 spam: https://id.test/account/verify-email#token=a_b-c';
    const told = await failure(mailerTo(server.address).send(aMail(), now));
    expect(told).toEqual(['permanent', 'the mail server refused the message for good (554 5.7.1)']);
  });

  it('tells that no server is there, or none that answers in time', async () => {
    const gone = new SmtpTestServer();
    await gone.start();
    const { address } = gone;
    await gone.stop();
    const refused = await failure(mailerTo(address).send(aMail(), now));
    expect(refused).toEqual(['unreachable', 'the mail server cannot be reached (ESOCKET)']);
    let answer = () => {};
    server.behaviour.beforeAnswer = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const slow = mailerTo(server.address, { connections: 1, connectMs: 1_000, answerMs: 200 });
    expect((await failure(slow.send(aMail(), now)))[0]).toBe('unreachable');
    answer();
  });

  it('speaks TLS where the server offers it, and signs in', async () => {
    const seen: string[] = [];
    const careful = new SmtpTestServer({
      disabledCommands: [],
      authOptional: false,
      onAuth: ({ username, password }, { secure }, done) => {
        seen.push(`${username} ${password} ${String(secure)}`);
        done(null, { user: username });
      },
    });
    await careful.start();
    const credentials = { user: 'me', password: 'p w' };
    const mailer = new SmtpMailer({ ...careful.address, isSecure: false, credentials }, from);
    mailers.push(mailer);
    await mailer.send(aMail(), now);
    expect([seen, careful.received.length]).toEqual([['me p w true'], 1]);
    await careful.stop();
  });

  it('goes on when the server has been away', async () => {
    const flaky = new SmtpTestServer();
    await flaky.start();
    const mailer = mailerTo(flaky.address);
    await mailer.send(aMail(), now);
    await flaky.stop();
    expect((await failure(mailer.send(aMail(), now)))[0]).toBe('unreachable');
    await flaky.start();
    await mailer.send(aMail(), now);
    expect(flaky.received).toHaveLength(2);
    await flaky.stop();
  });
});
