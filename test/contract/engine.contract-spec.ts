import type { TestEngine } from '../factories/open-test-engine.js';
import { openTestEngine } from '../factories/open-test-engine.js';
import { aUser } from '../factories/records.js';

describe('Engine', () => {
  let engine: TestEngine;

  beforeEach(async () => {
    engine = await openTestEngine(false);
  });

  afterEach(() => engine.dispose());

  it('says what is pending, applies it once, and keeps what is stored', async () => {
    const before = await engine.migrations.status();
    expect(before.applied).toEqual([]);
    expect(await engine.migrations.up()).toEqual(before.pending);
    expect(await engine.migrations.status()).toEqual({ applied: before.pending, pending: [] });
    const user = aUser();
    await engine.adapters.users.insert(user);
    expect(await engine.migrations.up()).toEqual([]);
    expect((await engine.adapters.users.findById(user.id))?.email).toBe(user.email);
  });

  it('is migrated by one of four instances at once', async () => {
    const { pending } = await engine.migrations.status();
    const instances = [engine, ...(await Promise.all([1, 2, 3].map(() => engine.again())))];
    const applied = await Promise.all(instances.map(({ migrations }) => migrations.up()));
    expect(applied.flat()).toEqual(pending);
    expect((await engine.migrations.status()).pending).toEqual([]);
  });

  it('answers a ping', async () => {
    await expect(engine.ping()).resolves.toBeUndefined();
  });
});
