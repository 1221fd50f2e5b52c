import type { ClientsRepository, ServiceClient } from '@janus/auth';
import type { TestEngine } from '../factories/open-test-engine.js';
import { openTestEngine } from '../factories/open-test-engine.js';
import { noIds, race } from '../factories/race.js';
import { aClient, at } from '../factories/records.js';

describe('ClientsRepository', () => {
  let engine: TestEngine;
  let clients: ClientsRepository;

  beforeEach(async () => {
    engine = await openTestEngine();
    clients = engine.adapters.clients;
  });

  afterEach(() => engine.dispose());

  const stored = async (fields: Partial<ServiceClient> = {}) => {
    const client = aClient(fields);
    await clients.insert(client);
    return client;
  };

  it('reads back exactly what was stored, and nothing of others', async () => {
    const fresh = await stored({ name: 'Ünï 💌 no"tes\' ' });
    const old = await stored({ name: 'n'.repeat(100), lastUsedAt: at(5), revokedAt: at(6) });
    expect(await clients.find(fresh.id)).toEqual(fresh);
    expect(await clients.find(old.id)).toEqual(old);
    expect(await clients.find(aClient().id)).toBeNull();
  });

  it('refuses what is no id, and an id that is taken', async () => {
    const client = await stored();
    for (const id of noIds as string[]) {
      await expect(clients.find(id)).rejects.toThrow(TypeError);
      await expect(clients.insert(aClient({ id }))).rejects.toThrow(TypeError);
      await expect(clients.noteUse(id, at(), at())).rejects.toThrow(TypeError);
      await expect(clients.revoke(id, at())).rejects.toThrow(TypeError);
    }
    await expect(clients.insert({ ...aClient(), id: client.id })).rejects.toThrow();
    expect(await clients.list()).toEqual([client]);
  });

  it('lists the oldest first, ties by id, revoked ones too', async () => {
    expect(await clients.list()).toEqual([]);
    const [second, third] = [await stored(), await stored({ revokedAt: at(9) })];
    const first = await stored({ createdAt: at(-1), name: second.name });
    expect(await clients.list()).toEqual([first, second, third]);
  });

  it('notes a use once among sixteen, and again once that is stale', async () => {
    const client = await stored();
    expect(await race((racer) => clients.noteUse(client.id, at(-1_000), at(racer)))).toBe(1);
    const lastUsedAt = (await clients.find(client.id))?.lastUsedAt ?? at(-9);
    const used = { ...client, lastUsedAt };
    expect(lastUsedAt.getTime()).toBeGreaterThanOrEqual(at().getTime());
    expect(await clients.noteUse(client.id, new Date(lastUsedAt.getTime() - 1), at(5_000))).toBe(false);
    expect(await clients.find(client.id)).toEqual(used);
    expect(await race(() => clients.noteUse(client.id, lastUsedAt, at(6_000)))).toBe(1);
    expect(await clients.find(client.id)).toEqual({ ...client, lastUsedAt: at(6_000) });
  });

  it('revokes once among sixteen, and notes no use from then on', async () => {
    const [client, other] = [await stored(), await stored()];
    expect(await race(() => clients.revoke(client.id, at(7)))).toBe(1);
    expect(await clients.revoke(client.id, at(8))).toBe(false);
    expect(await clients.noteUse(client.id, at(9), at(10))).toBe(false);
    expect(await clients.find(client.id)).toEqual({ ...client, revokedAt: at(7) });
    expect(await clients.find(other.id)).toEqual(other);
    const unknown = aClient().id;
    expect([await clients.revoke(unknown, at()), await clients.noteUse(unknown, at(), at())]).toEqual([false, false]);
  });
});
