import { origin } from '../../../../test/factories/audit.js';
import { newSecret } from '@janus/kernel';
import { mailRoomOn, memoryMailRoom } from '../../../../test/factories/mail-room.js';
import { RecordingMailer } from '../../../../test/factories/recording-mailer.js';
import { SmtpTestServer } from '../../../../test/factories/smtp-test-server.js';
import { SendError } from '../mailer/mailer.js';
import { SmtpMailer } from '../mailer/smtp-mailer.js';
import { expiredError } from '../outbox/outbox-message.js';
import { mostAttempts } from './mail-delivery.js';

const minute = 60_000;
const away = new SendError('unreachable', 'the mail server cannot be reached (ECONNREFUSED)');
const later = new SendError('temporary', 'the mail server refused the recipient for now (450)');
const never = new SendError('permanent', 'the mail server refused the recipient for good (550)');

type Room = Awaited<ReturnType<typeof memoryMailRoom>>;

const ask = (room: Pick<Room, 'service'>, to = 'ada@example.com', expiresAt?: Date) =>
  room.service.enqueue({
    key: newSecret(16),
    template: 'verify-email',
    to,
    locale: null,
    data: { name: 'Ada', token: 'one-time-token' },
    ...(expiresAt ? { expiresAt } : {}),
  });
const messages = (room: Pick<Room, 'reader'>) => room.reader.list({ state: null, after: null, limit: 100 });

/** Rounds until nothing more goes now. */
async function dispatch({ dispatcher }: Pick<Room, 'dispatcher'>): Promise<void> {
  for (let before = true; before;) {
    before = await dispatcher.round();
    await dispatcher.settled();
  }
}

describe('MailDispatcher', () => {
  it('sends what waits, and forgets what it held', async () => {
    const mailer = new RecordingMailer();
    const room = await memoryMailRoom({ mailer });
    await ask(room);
    await dispatch(room);
    const [mail] = mailer.sent;
    expect(mail?.link).toBe('https://id.test/base/account/verify-email#token=one-time-token');
    expect([mail?.recipient, mail?.language]).toEqual(['ada@example.com', 'en']);
    expect(await messages(room)).toMatchObject([
      { id: mail?.id, state: 'sent', attempts: 1, sentAt: room.clock.now(), payload: null, lastError: null },
    ]);
    await dispatch(room);
    expect(mailer.attempts).toHaveLength(1);
  });

  it('sends at most so many at a time, and all of them', async () => {
    const mailer = new RecordingMailer();
    const room = await memoryMailRoom({ mailer, pace: { concurrency: 3 } });
    for (let n = 0; n < 10; n += 1) await ask(room);
    await dispatch(room);
    while ((await room.reader.count('queued')) > 0) await dispatch(room);
    expect([mailer.sent.length, mailer.most]).toEqual([10, 3]);
  });

  it('gives each message to one of several instances', async () => {
    const mailer = new RecordingMailer();
    const room = await memoryMailRoom({ mailer });
    const others = [1, 2, 3].map(() => mailRoomOn(room.engine, { clock: room.clock, mailer }));
    for (let n = 0; n < 40; n += 1) await ask(room);
    while ((await room.reader.count('queued')) > 0) await Promise.all([room, ...others].map(dispatch));
    expect(new Set(mailer.attempts.map(({ id }) => id)).size).toBe(40);
    expect(mailer.attempts).toHaveLength(40);
  });

  it('waits longer after each failure, and gives a refused recipient up at once', async () => {
    const mailer = new RecordingMailer();
    mailer.answer = ({ recipient }) => (recipient.startsWith('nobody') ? never : later);
    const room = await memoryMailRoom({ mailer });
    await ask(room, 'nobody@example.com');
    await dispatch(room);
    expect(await messages(room)).toMatchObject([{ state: 'dead', attempts: 1, lastError: never.message }]);
    await ask(room);
    const pauses: number[] = [];
    for (let n = 0; n < 7; n += 1) {
      await dispatch(room);
      const [message] = await messages(room);
      expect(message).toMatchObject({ state: 'queued', attempts: n + 1, lastError: later.message });
      pauses.push((message?.nextAttemptAt.getTime() ?? 0) - room.clock.now().getTime());
      room.clock.goOn(pauses.at(-1) ?? 0);
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it('gives a message up after very many attempts, and says why; by hand it can be tried again', async () => {
    const mailer = new RecordingMailer();
    mailer.answer = () => later;
    const room = await memoryMailRoom({ mailer, random: () => 0 });
    await ask(room);
    for (let n = 0; n < mostAttempts; n += 1) await dispatch(room);
    const [dead] = await messages(room);
    expect(dead).toMatchObject({ state: 'dead', attempts: mostAttempts });
    expect(dead?.lastError).toBe(`given up after ${mostAttempts} attempts: ${later.message}`);
    mailer.answer = () => null;
    expect(await room.operators.retry(dead?.id ?? '', null, origin)).toMatchObject({ state: 'queued', attempts: 0 });
    await dispatch(room);
    expect(await room.operators.retry(dead?.id ?? '', null, origin)).toMatchObject({ state: 'sent' });
    expect(mailer.sent).toHaveLength(1);
  });

  it('tries with one message whether the server is back, and delivers all within minutes of its return', async () => {
    const mailer = new RecordingMailer();
    mailer.answer = () => away;
    const room = await memoryMailRoom({ mailer, random: () => 0.999 });
    for (let n = 0; n < 60; n += 1) await ask(room);
    await dispatch(room);
    const first = mailer.attempts.length;
    expect(first).toBeLessThanOrEqual(5);
    for (let seconds = 0; seconds < 4 * 3600; seconds += 4) {
      room.clock.goOn(4_000);
      await dispatch(room);
    }
    // Four hours at one probe in half a minute.
    expect(mailer.attempts.length).toBeLessThan(first + 4 * 130);
    expect(await room.reader.count('queued')).toBe(60);
    mailer.answer = () => null;
    let seconds = 0;
    for (; (await room.reader.count('queued')) > 0; seconds += 4) {
      room.clock.goOn(4_000);
      await dispatch(room);
    }
    expect(seconds).toBeLessThan(5 * 60);
    expect(mailer.sent).toHaveLength(60);
  });

  it('outlasts an outage of days with a message that has a try left for each refusal after it', async () => {
    const mailer = new RecordingMailer();
    mailer.answer = () => away;
    const room = await memoryMailRoom({ mailer, random: () => 0.999 });
    await ask(room, 'ada@example.com', new Date(room.clock.now().getTime() + 7 * 24 * 60 * minute));
    for (let minutes = 0; minutes < 2 * 24 * 60; minutes += 1) {
      room.clock.goOn(minute);
      await dispatch(room);
    }
    expect(mailer.attempts.length).toBeGreaterThan(mostAttempts);
    expect(await messages(room)).toMatchObject([{ state: 'queued', attempts: 0, lastError: away.message }]);
    mailer.answer = () => (mailer.attempts.length % 3 === 0 ? null : later);
    const before = mailer.attempts.length;
    for (let seconds = 0; seconds < 5 * 60; seconds += 4) {
      room.clock.goOn(4_000);
      await dispatch(room);
    }
    expect([mailer.sent.length, mailer.attempts.length - before]).toEqual([1, 3]);
    expect(await messages(room)).toMatchObject([{ state: 'sent', attempts: 3 }]);
  });

  it('leaves alone what has expired, which the sweeper clears', async () => {
    const mailer = new RecordingMailer();
    const room = await memoryMailRoom({ mailer });
    await ask(room, 'ada@example.com', new Date(room.clock.now().getTime() + minute));
    room.clock.goOn(minute);
    await dispatch(room);
    await room.sweeper.sweep();
    expect(mailer.attempts).toEqual([]);
    const [message] = await messages(room);
    expect(message).toMatchObject({ state: 'dead', payload: null, lastError: expiredError });
    expect(await room.operators.retry(message?.id ?? '', null, origin)).toMatchObject({ state: 'dead' });
    room.clock.goOn(31 * 24 * 60 * minute);
    await room.sweeper.sweep();
    expect(await messages(room)).toEqual([]);
  });

  it('gives up what it cannot open', async () => {
    const mailer = new RecordingMailer();
    const room = await memoryMailRoom({ mailer });
    const now = room.clock.now();
    const broken = {
      idempotencyKey: 'x',
      template: 'verify-email',
      recipient: 'a@b.co',
      locale: null,
      payload: 'v1.a.b.c',
    };
    const id = '019ab4c8-5f00-7c3e-8a6b-0c5d4e3f2a1b';
    await room.outbox.insert({ ...broken, id, createdAt: now, expiresAt: new Date(now.getTime() + minute) });
    await dispatch(room);
    expect(await messages(room)).toMatchObject([{ state: 'dead', lastError: 'what it holds cannot be decrypted' }]);
    expect(mailer.attempts).toEqual([]);
  });

  it('is woken by a new message, and finishes what is under way when it stops', async () => {
    const mailer = new RecordingMailer();
    const room = await memoryMailRoom({ mailer, pace: { pollMs: 3_600_000 } });
    let answer: (error: SendError | null) => void = () => {};
    const begun = new Promise<void>((resolve) => {
      mailer.answer = () => {
        resolve();
        return new Promise((answered) => {
          answer = answered;
        });
      };
    });
    room.dispatcher.start();
    await ask(room);
    await begun;
    const stopped = room.dispatcher.onModuleDestroy();
    await ask(room, 'later@example.com');
    expect(mailer.isClosed).toBe(false);
    answer(null);
    await stopped;
    expect(mailer.isClosed).toBe(true);
    expect(mailer.attempts).toHaveLength(1);
    expect((await messages(room)).map(({ state }) => state)).toEqual(['queued', 'sent']);
  });

  it('does not wait for a server that never answers when it stops; the lease runs out', async () => {
    const mailer = new RecordingMailer();
    const room = await memoryMailRoom({ mailer, pace: { stopMs: 1 } });
    mailer.answer = () => new Promise(() => {});
    await ask(room);
    await room.dispatcher.round();
    await room.dispatcher.onModuleDestroy();
    const heir = new RecordingMailer();
    const other = mailRoomOn(room.engine, { clock: room.clock, mailer: heir });
    await dispatch(other);
    expect(heir.attempts).toEqual([]);
    room.clock.goOn(30_000);
    await dispatch(other);
    expect(heir.sent).toHaveLength(1);
  });

  it('holds on to a message for as long as the server takes', async () => {
    const mailer = new RecordingMailer();
    const room = await memoryMailRoom({ mailer, pace: { leaseMs: 30 } });
    let answer: (error: SendError | null) => void = () => {};
    mailer.answer = () =>
      new Promise((answered) => {
        answer = answered;
      });
    await ask(room);
    await room.dispatcher.round();
    const [{ leaseUntil: first } = { leaseUntil: null }] = await messages(room);
    room.clock.goOn(20);
    let held = first;
    while (held?.getTime() === first?.getTime()) {
      await new Promise((next) => setImmediate(next));
      held = (await messages(room))[0]?.leaseUntil ?? null;
    }
    expect(held).toEqual(new Date(room.clock.now().getTime() + 30));
    answer(null);
    await room.dispatcher.settled();
    expect(await messages(room)).toMatchObject([{ state: 'sent', attempts: 1 }]);
  });

  it('keeps mails where there is no way out', async () => {
    const room = await memoryMailRoom({ mailer: null });
    room.dispatcher.start();
    await ask(room);
    await room.dispatcher.onModuleDestroy();
    expect(await messages(room)).toMatchObject([{ state: 'queued', attempts: 0 }]);
  });

  it('delivers over a real socket, through refusals and an outage', async () => {
    const server = new SmtpTestServer();
    await server.start();
    const { address } = server;
    const mailer = new SmtpMailer(
      { ...address, isSecure: false, credentials: null },
      { name: 'Janus', address: 'no-reply@example.com' },
    );
    const room = await memoryMailRoom({ mailer });
    server.behaviour.refuseRecipient = (to) => (to.startsWith('nobody') ? '550 5.1.1 no such user' : null);
    await ask(room, 'nobody@example.com');
    await ask(room, 'ada@example.com');
    await dispatch(room);
    await server.stop();
    await ask(room, 'bob@example.com');
    await dispatch(room);
    const states = async () => (await messages(room)).map(({ recipient, state }) => `${recipient} ${state}`).toSorted();
    expect(await states()).toEqual(['ada@example.com sent', 'bob@example.com queued', 'nobody@example.com dead']);
    await server.start();
    room.clock.goOn(minute);
    await dispatch(room);
    expect(await states()).toContain('bob@example.com sent');
    expect(server.received.flatMap(({ recipients }) => recipients)).toEqual(['ada@example.com', 'bob@example.com']);
    await room.dispatcher.onModuleDestroy();
    await server.stop();
  });
});
