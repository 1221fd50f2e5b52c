import { newId } from '@janus/kernel';
import type { NewMessage, OutboxReader, OutboxRepository } from '@janus/mail';
import { expiredError, freshMessage } from '@janus/mail';
import type { TestEngine } from '../factories/open-test-engine.js';
import { openTestEngine } from '../factories/open-test-engine.js';
import { noIds, race, racers } from '../factories/race.js';
import { aMessage, at } from '../factories/records.js';

const failure = (nextAttemptAt: Date, attempts = 1) => ({ attempts, nextAttemptAt, lastError: 'no answer' });

describe('OutboxRepository', () => {
  let engine: TestEngine;
  let outbox: OutboxRepository;
  let reader: OutboxReader;

  beforeEach(async () => {
    engine = await openTestEngine();
    ({ outbox, outboxReader: reader } = engine.adapters);
  });

  afterEach(() => engine.dispose());

  const stored = async (fields: Partial<NewMessage> = {}) => {
    const message = aMessage(fields);
    expect(await outbox.insert(message)).toBe(true);
    return message;
  };
  const claim = (owner: string, now = at(), limit = 10) =>
    outbox.claim(owner, now, at(now.getTime() - at().getTime() + 1_000), limit);

  it('reads back exactly what was put in, and nothing of others', async () => {
    const [one, other] = [
      await stored(),
      await stored({ locale: null, recipient: 'ünï@example.com', payload: 'x'.repeat(20_000) }),
    ];
    expect(await reader.find(one.id)).toEqual(freshMessage(one));
    expect(await reader.find(other.id)).toEqual(freshMessage(other));
    expect(await reader.find(newId(new Date()))).toBeNull();
  });

  it('takes one message under a key, the first, one of sixteen at once, whatever its case', async () => {
    const one = await stored({ idempotencyKey: 'Key-1' });
    expect(await outbox.insert(aMessage({ idempotencyKey: 'Key-1' }))).toBe(false);
    await stored({ idempotencyKey: 'key-1' });
    expect(await race(() => outbox.insert(aMessage({ idempotencyKey: 'raced' })))).toBe(1);
    expect(await reader.find(one.id)).toEqual(freshMessage(one));
    expect(await reader.count(null)).toBe(3);
    await expect(outbox.insert(aMessage({ id: one.id }))).rejects.toThrow();
  });

  it('hands out what is due, the longest due first, with the attempt counted', async () => {
    const second = await stored({ createdAt: at(-10) });
    const first = await stored({ createdAt: at(-20) });
    await stored({ createdAt: at(1) });
    await stored({ createdAt: at(-30), expiresAt: at() });
    const held = { attempts: 1, leaseOwner: 'a', leaseUntil: at(1_000) };
    expect(await claim('a', at(), 1)).toEqual([{ ...freshMessage(first), ...held }]);
    expect(await claim('b')).toEqual([{ ...freshMessage(second), ...held, leaseOwner: 'b' }]);
    expect(await claim('c')).toEqual([]);
    expect(await reader.find(first.id)).toEqual({ ...freshMessage(first), ...held });
  });

  it('gives each of fifty messages to exactly one of sixteen claimers', async () => {
    for (let n = 0; n < 50; n += 1) await stored({ createdAt: at(-n) });
    const claimed: string[] = [];
    const work = async (owner: string) => {
      for (;;) {
        const found = await claim(owner, at(), 5);
        claimed.push(...found.map(({ id }) => id));
        if (found.length === 0) return;
      }
    };
    await Promise.all(Array.from({ length: racers }, (_, racer) => work(`owner-${racer}`)));
    expect([claimed.length, new Set(claimed).size]).toEqual([50, 50]);
    const { length } = (await reader.list({ state: 'queued', after: null, limit: 100 })).filter(
      ({ attempts }) => attempts === 1,
    );
    expect(length).toBe(50);
  });

  it('hands a message out again once its lease has run out; who lost it changes nothing', async () => {
    const { id } = await stored();
    await claim('a');
    expect(await claim('b', at(999))).toEqual([]);
    expect(await outbox.extend(id, 'a', at(2_000))).toBe(true);
    expect(await claim('b', at(1_999))).toEqual([]);
    expect(await claim('b', at(2_000))).toMatchObject([{ id, attempts: 2, leaseOwner: 'b' }]);
    const lost = [
      await outbox.extend(id, 'a', at(9_000)),
      await outbox.markSent(id, 'a', at()),
      await outbox.markFailed(id, 'a', failure(at())),
      await outbox.markDead(id, 'a', 'x'),
    ];
    expect(lost).toEqual([false, false, false, false]);
    expect(await reader.find(id)).toMatchObject({
      state: 'queued',
      leaseOwner: 'b',
      leaseUntil: at(3_000),
      lastError: null,
    });
  });

  it('notes that a message was sent, once among sixteen, and forgets what it held', async () => {
    const message = await stored();
    await claim('a');
    expect(await race((racer) => outbox.markSent(message.id, 'a', at(racer)))).toBe(1);
    const sentAt = expect.any(Date) as Date;
    const sent = { ...freshMessage(message), state: 'sent', attempts: 1, sentAt, payload: null };
    expect(await reader.find(message.id)).toEqual(sent);
    expect(await outbox.markDead(message.id, 'a', 'x')).toBe(false);
    expect(await outbox.retry(message.id, at())).toBe(false);
    expect(await claim('b', at(5_000))).toEqual([]);
  });

  it('lets a failed message wait until its next attempt', async () => {
    const message = await stored();
    await claim('a');
    expect(await race(() => outbox.markFailed(message.id, 'a', failure(at(5_000))))).toBe(1);
    const waiting = { ...freshMessage(message), attempts: 1, nextAttemptAt: at(5_000), lastError: 'no answer' };
    expect(await reader.find(message.id)).toEqual(waiting);
    expect(await claim('b', at(4_999))).toEqual([]);
    expect(await claim('b', at(5_000))).toMatchObject([{ id: message.id, attempts: 2 }]);
    // An attempt that does not count.
    expect(await outbox.markFailed(message.id, 'b', failure(at(6_000)))).toBe(true);
    expect(await race((racer) => claim(`c-${racer}`, at(6_000)).then(({ length }) => length === 1))).toBe(1);
    expect(await reader.find(message.id)).toMatchObject({ attempts: 2 });
  });

  it('keeps what a dead message holds, so that it can be tried again, once among sixteen', async () => {
    const message = await stored();
    await claim('a');
    expect(await outbox.retry(message.id, at())).toBe(false);
    expect(await race(() => outbox.markDead(message.id, 'a', 'refused'))).toBe(1);
    const dead = { ...freshMessage(message), state: 'dead', attempts: 1, lastError: 'refused' };
    expect(await reader.find(message.id)).toEqual(dead);
    expect(await claim('b', at(5_000))).toEqual([]);
    expect(await outbox.retry(message.id, message.expiresAt)).toBe(false);
    expect(await race(() => outbox.retry(message.id, at(7)))).toBe(1);
    expect(await reader.find(message.id)).toEqual({ ...dead, state: 'queued', attempts: 0, nextAttemptAt: at(7) });
    expect(await outbox.retry(newId(new Date()), at())).toBe(false);
  });

  it('clears what has expired and deletes what is long over, in batches', async () => {
    const waiting = await stored({ expiresAt: at(100) });
    const refused = await stored({ expiresAt: at(100) });
    const living = await stored({ expiresAt: at(101) });
    const sending = await stored({ expiresAt: at(100), createdAt: at(-5) });
    await claim('a', at(-1), 1);
    await outbox.extend(sending.id, 'a', at(101));
    for (const { id } of await claim('b')) {
      if (id === refused.id) await outbox.markDead(id, 'b', 'refused');
      else await outbox.markFailed(id, 'b', failure(at(50)));
    }
    expect(await outbox.sweep(at(100), at(100), 1)).toBe(1);
    expect(await outbox.sweep(at(100), at(100), 10)).toBe(1);
    expect(await outbox.sweep(at(100), at(100), 10)).toBe(0);
    expect(await reader.find(waiting.id)).toMatchObject({ state: 'dead', payload: null, lastError: expiredError });
    expect(await reader.find(refused.id)).toMatchObject({ state: 'dead', payload: null, lastError: 'refused' });
    expect(await reader.find(living.id)).toMatchObject({ state: 'queued', payload: living.payload });
    expect(await reader.find(sending.id)).toMatchObject({ state: 'queued', payload: sending.payload });
    expect(await outbox.retry(refused.id, at(50))).toBe(false);
    expect(await outbox.sweep(at(101), at(101), 10)).toBe(3);
    expect([await reader.find(waiting.id), await reader.find(living.id)]).toEqual([null, expect.anything()]);
  });

  it('lists by state, the newest first, through many of one instant', async () => {
    const many = [];
    for (let n = 0; n < 5; n += 1) many.push((await stored()).id);
    const [newest, oldest] = [(await stored({ createdAt: at(10) })).id, (await stored({ createdAt: at(-10) })).id];
    await claim('a', at(), 1);
    await outbox.markSent(oldest, 'a', at());
    const seen: string[] = [];
    for (let after: Parameters<typeof reader.list>[0]['after'] = null; ;) {
      const page = await reader.list({ state: null, after, limit: 3 });
      seen.push(...page.map(({ id }) => id));
      const last = page.at(-1);
      if (page.length < 3 || !last) break;
      after = { createdAt: last.createdAt, id: last.id };
    }
    expect(seen).toEqual([newest, ...many.toSorted().toReversed(), oldest]);
    expect((await reader.list({ state: 'sent', after: null, limit: 9 })).map(({ id }) => id)).toEqual([oldest]);
    const counts = [
      await reader.count(null),
      await reader.count('queued'),
      await reader.count('sent'),
      await reader.count('dead'),
    ];
    expect(counts).toEqual([7, 6, 1, 0]);
  });

  it('never takes for any message what is no id', async () => {
    await stored();
    await claim('a');
    for (const id of noIds as string[]) {
      for (const call of [
        () => reader.find(id),
        () => outbox.extend(id, 'a', at()),
        () => outbox.markSent(id, 'a', at()),
        () => outbox.markFailed(id, 'a', failure(at())),
        () => outbox.markDead(id, 'a', 'x'),
        () => outbox.retry(id, at()),
      ])
        await expect(call()).rejects.toThrow(TypeError);
    }
  });
});
