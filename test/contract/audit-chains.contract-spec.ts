import type { AuditChainsRepository, AuditIntentsRepository } from '@janus/audit';
import { newId } from '@janus/kernel';
import type { TestEngine } from '../factories/open-test-engine.js';
import { openTestEngine } from '../factories/open-test-engine.js';
import { race } from '../factories/race.js';
import { aDigest, anAuditChain, anAuditEvent, at } from '../factories/records.js';

describe('AuditChainsRepository and AuditIntentsRepository', () => {
  let engine: TestEngine;
  let chains: AuditChainsRepository;
  let intents: AuditIntentsRepository;

  beforeAll(async () => {
    engine = await openTestEngine();
    ({ auditChains: chains, auditIntents: intents } = engine.adapters);
  });

  afterAll(() => engine.dispose());

  const opened = async () => {
    const chain = anAuditChain((await chains.lastOrdinal()) + 1);
    expect(await chains.open(chain)).toBe(true);
    return chain;
  };

  it('opens a chain once for each ordinal, among sixteen too', async () => {
    const ordinal = (await chains.lastOrdinal()) + 1;
    expect(await race(() => chains.open(anAuditChain(ordinal)))).toBe(1);
    expect(await chains.lastOrdinal()).toBe(ordinal);
    expect(await chains.open(anAuditChain(ordinal))).toBe(false);
  });

  it('reads chains back exactly, by ordinal', async () => {
    const [one, two] = [await opened(), await opened()];
    expect(await chains.find(one.id)).toEqual(one);
    expect((await chains.list()).slice(-2)).toEqual([one, two]);
    expect(await chains.find(newId(new Date()))).toBeNull();
  });

  it('moves the end of a chain forward only, once among sixteen', async () => {
    const chain = await opened();
    const head = { seq: 7, hash: aDigest(), headMac: aDigest() };
    expect(await race(() => chains.advance(chain.id, head))).toBe(1);
    expect(await chains.advance(chain.id, { ...head, seq: 6 })).toBe(false);
    expect(await chains.find(chain.id)).toEqual({ ...chain, ...head });
  });

  it('notes a removed beginning forward only, once among sixteen, and leaves the end alone', async () => {
    const chain = await opened();
    const pruning = { prunedSeq: 3, prunedHash: aDigest(), prunedMac: aDigest() };
    expect(await race(() => chains.prune(chain.id, pruning))).toBe(1);
    expect(await chains.prune(chain.id, { ...pruning, prunedSeq: 2 })).toBe(false);
    expect(await chains.find(chain.id)).toEqual({ ...chain, ...pruning });
  });

  it('keeps intents until they are settled, once among sixteen', async () => {
    const event = anAuditEvent({ changes: [{ field: 'role', before: 'user', after: 'admin' }] });
    await intents.put({ event, announcedAt: at(5) });
    expect(await intents.listBefore(at(5), 10)).toEqual([]);
    expect(await intents.listBefore(at(6), 10)).toEqual([{ event, announcedAt: at(5) }]);
    expect(await race(() => intents.take(event.id, at(5), at(9)))).toBe(1);
    expect(await intents.listBefore(at(9), 10)).toEqual([]);
    expect(await intents.take(event.id, at(5), at(10))).toBe(false);
    expect(await race(() => intents.remove(event.id))).toBe(1);
    expect(await intents.listBefore(at(99), 10)).toEqual([]);
    expect(await intents.take(event.id, at(9), at(10))).toBe(false);
  });

  it('lists intents the oldest first, so many at most', async () => {
    const all = [3, 1, 2].map((offset) => ({ event: anAuditEvent(), announcedAt: at(offset) }));
    for (const intent of all) await intents.put(intent);
    const found = await intents.listBefore(at(4), 2);
    expect(found.map(({ announcedAt }) => announcedAt)).toEqual([at(1), at(2)]);
    for (const { event } of all) await intents.remove(event.id);
  });
});
