import type { TestEngine } from '../factories/open-test-engine.js';
import { openTestEngine } from '../factories/open-test-engine.js';
import { race } from '../factories/race.js';
import { aSigningKey, at } from '../factories/records.js';

describe('SigningKeysRepository', () => {
  let engine: TestEngine;

  beforeEach(async () => {
    engine = await openTestEngine();
  });

  afterEach(() => engine.dispose());

  it('takes one key of each generation, and one of sixteen at once', async () => {
    const { signingKeys } = engine.adapters;
    expect(await race(() => signingKeys.insert(aSigningKey()))).toBe(1);
    const [first] = await signingKeys.list();
    const others = [aSigningKey({ alg: 'RS256', createdAt: at(2) }), aSigningKey({ generation: 2, createdAt: at(1) })];
    for (const key of others) expect(await signingKeys.insert(key)).toBe(true);
    expect(await signingKeys.insert(aSigningKey({ kid: first?.kid ?? '', generation: 9 }))).toBe(false);
    expect(await signingKeys.list()).toEqual([first, others[1], others[0]]);
  });

  it('retires and revokes once among sixteen; what is revoked is not retired any more', async () => {
    const { signingKeys } = engine.adapters;
    const key = aSigningKey({ activatesAt: at(5_000) });
    await signingKeys.insert(key);
    expect(await race((racer) => signingKeys.retire(key.kid, at(racer)))).toBe(1);
    const retiredAt = expect.any(Date) as Date;
    expect(await signingKeys.list()).toEqual([{ ...key, retiredAt }]);
    expect(await race(() => signingKeys.revoke(key.kid, at(7)))).toBe(1);
    expect(await signingKeys.list()).toEqual([{ ...key, retiredAt, revokedAt: at(7) }]);
    expect(await signingKeys.retire(key.kid, at(8))).toBe(false);
    expect([await signingKeys.retire('x', at()), await signingKeys.revoke('x', at())]).toEqual([false, false]);
  });

  it('removes once among sixteen', async () => {
    const { signingKeys } = engine.adapters;
    const [key, other] = [aSigningKey(), aSigningKey({ generation: 2 })];
    for (const one of [key, other]) await signingKeys.insert(one);
    expect(await race(() => signingKeys.remove(key.kid))).toBe(1);
    expect(await signingKeys.list()).toEqual([other]);
  });
});
