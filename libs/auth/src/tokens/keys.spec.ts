import type { Adapters } from '@janus/database';
import { openEngine } from '@janus/database';
import { auditOn, authOptions, memoryServices, origin } from '../../../../test/factories/memory-services.js';
import { TestClock } from '../../../../test/factories/test-clock.js';
import { sealKey, unsealKey } from './key-sealing.js';
import type { AuthOptions } from '../auth.options.js';
import { KeyRingService } from './key-ring.service.js';
import { SigningKeysService, UnreadableKeyError } from './signing-keys.service.js';

const [key] = authOptions.keyEncryptionKeys as [Buffer];
const other = Buffer.alloc(32, 8);
const sharedSecret = `${'a'.repeat(10)}kJ8sQ2vX5zB1nM4cR7tY0wE3uI6oP9aLd`;

function instanceOf(ports: Adapters, clock: TestClock, more: Partial<AuthOptions> = {}) {
  const options = { ...authOptions, ...more };
  return new SigningKeysService(
    ports.signingKeys,
    new KeyRingService(ports.signingKeys, auditOn(ports, clock), clock, options),
    clock,
    options,
  );
}

const withTokens = (tokens: Partial<AuthOptions['tokens']>) => ({ tokens: { ...authOptions.tokens, ...tokens } });

/** The oldest generation first, for here all keys are made in one instant. */
async function statesOf(keyRing: KeyRingService): Promise<string[]> {
  const listed = await keyRing.list();
  return listed.toSorted((a, b) => a.key.generation - b.key.generation).map(({ state }) => state);
}

describe('sealed keys', () => {
  it('that a release before this one has stored still open, and only under their id', () => {
    const stored = 'v1.s6HUrIAP3-kEjwc-.md_gSW0EVA.kqk2Sfz8kPl2eZKHpgbk3Q';
    expect(unsealKey([other, key], 'kid', stored)).toBe('private');
    expect(unsealKey([key], 'other', stored)).toBeNull();
    expect(unsealKey([key], 'kid', sealKey([key], 'kid', 'pem'))).toBe('pem');
  });
});

describe('the signing keys', () => {
  const started: SigningKeysService[] = [];
  const start = async (...given: Parameters<typeof instanceOf>) => {
    const service = instanceOf(...given);
    started.push(service);
    await service.onModuleInit();
    return service;
  };

  afterEach(() => {
    for (const service of started.splice(0)) service.onModuleDestroy();
  });

  it('are the same for all instances that start at once', async () => {
    const { ports, clock } = await memoryServices();
    const options = withTokens({ alg: 'PS256' });
    const instances = await Promise.all([1, 2, 3, 4].map(() => start(ports, clock, options)));
    clock.goOn(400_000);
    for (const instance of instances) await instance.reload();
    expect(new Set(instances.map((instance) => instance.current().kid)).size).toBe(1);
    const { keys } = instances[0]?.jwks() ?? { keys: [] };
    expect(keys).toHaveLength(2);
    for (const jwk of keys as Record<string, unknown>[]) {
      for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) expect(jwk).not.toHaveProperty(secret);
    }
  });

  it('cannot be used with another KEY_ENCRYPTION_KEY', async () => {
    const { ports, clock } = await memoryServices();
    const stranger = start(ports, clock, { keyEncryptionKeys: [other] });
    await expect(stranger).rejects.toThrow(UnreadableKeyError);
  });

  it('verify what they sign, and stay known after a change to HS256', async () => {
    const { ports, clock, keys } = await memoryServices();
    const { kid } = keys.current();
    const changed = await start(ports, clock, withTokens({ alg: 'HS256', secret: sharedSecret }));
    expect(changed.current().alg).toBe('HS256');
    expect(changed.jwks()).toEqual({ keys: [] });
    expect((await changed.find(kid))?.alg).toBe('ES256');
  });

  it('of another algorithm are published before they sign; until then the former one signs', async () => {
    const { ports, clock, keys } = await memoryServices();
    const former = keys.current().kid;
    const changed = await start(ports, clock, withTokens({ alg: 'RS256' }));
    expect(changed.jwks().keys).toHaveLength(2);
    clock.goOn(303_999);
    expect(changed.current().kid).toBe(former);
    clock.goOn(1);
    expect(changed.current().alg).toBe('RS256');
    expect((await changed.find(former))?.alg).toBe('ES256');
  });

  it('take over from a shared secret, whose tokens stay good', async () => {
    const { adapters } = await openEngine({ url: 'memory:', poolSize: 1, timeoutMs: 1_000 });
    const clock = new TestClock();
    const before = await start(adapters, clock, withTokens({ alg: 'HS256', secret: sharedSecret }));
    const { kid } = before.current();
    const after = await start(adapters, clock, withTokens({ alg: 'ES256', secret: sharedSecret }));
    expect([after.current().kid, after.jwks().keys.length]).toEqual([kid, 1]);
    clock.goOn(304_000);
    expect(after.current().alg).toBe('ES256');
    expect((await after.find(kid))?.alg).toBe('HS256');
    // An instance that has not been changed yet accepts what the others sign.
    expect((await before.find(after.current().kid))?.alg).toBe('ES256');
  });

  it('rotate: one next key, whoever asks for it, known to all before it signs', async () => {
    const { ports, clock, keys, keyRing } = await memoryServices();
    const another = await start(ports, clock);
    const former = keys.current().kid;
    const made = await Promise.all(Array.from({ length: 16 }, () => keyRing.rotate(origin)));
    const [kid] = new Set(made.map((key) => key.kid));
    expect(new Set(made.map((key) => key.kid)).size).toBe(1);
    expect(await statesOf(keyRing)).toEqual(['current', 'next']);
    await Promise.all([keys.reload(), another.reload()]);
    clock.goOn(303_999);
    expect([keys.current().kid, another.current().kid]).toEqual([former, former]);
    clock.goOn(1);
    expect([keys.current().kid, another.current().kid]).toEqual([kid, kid]);
    expect(await statesOf(keyRing)).toEqual(['retired', 'current']);
    expect((await keys.find(former))?.alg).toBe('ES256');
    expect((await keyRing.rotate(origin)).generation).toBe(3);
  });

  it('are kept until the last token that they can have signed has expired', async () => {
    const { clock, keyRing } = await memoryServices();
    await keyRing.rotate(origin);
    clock.goOn(304_000);
    clock.goOn(86_400_000 + 60_000);
    expect(await keyRing.sweep()).toBe(0);
    clock.goOn(1);
    expect(await keyRing.sweep()).toBe(1);
    expect(await statesOf(keyRing)).toEqual(['current']);
    clock.goOn(10 * 86_400_000);
    expect(await keyRing.sweep()).toBe(0);
  });

  it('that are revoked verify nothing any more, and another one signs at once', async () => {
    const { keys, keyRing } = await memoryServices();
    const { kid } = keys.current();
    await keyRing.revoke(kid, origin);
    await keys.reload();
    expect(await keys.find(kid)).toBeNull();
    expect(keys.current().kid).not.toBe(kid);
    expect(keys.jwks().keys).toHaveLength(1);
    // The next one that was published already goes before nobody: it signs when its time has come.
    const { kid: next } = await keyRing.rotate(origin);
    await keyRing.revoke(keys.current().kid, origin);
    await keys.reload();
    expect(keys.current().kid).not.toBe(next);
    expect(await statesOf(keyRing)).toEqual(['revoked', 'revoked', 'next', 'current']);
  });

  it('that sign are not retired by hand; one that is next may be', async () => {
    const { clock, keys, keyRing } = await memoryServices();
    await expect(keyRing.retire(keys.current().kid, origin)).rejects.toMatchObject({ type: { code: 'KEY_IN_USE' } });
    await expect(keyRing.retire('x', origin)).rejects.toMatchObject({ type: { code: 'KEY_NOT_FOUND' } });
    const { kid } = await keyRing.rotate(origin);
    await keyRing.retire(kid, origin);
    clock.goOn(400_000);
    await keys.reload();
    expect(keys.current().kid).not.toBe(kid);
    expect(await statesOf(keyRing)).toEqual(['current', 'retired']);
  });

  it('of other instances are found, with one read in two seconds at most', async () => {
    const { ports } = await memoryServices();
    const clock = new TestClock();
    let reads = 0;
    const counting = Object.assign(Object.create(ports.signingKeys) as typeof ports.signingKeys, {
      list: () => {
        reads += 1;
        return ports.signingKeys.list();
      },
    });
    const service = await start({ ...ports, signingKeys: counting }, clock);
    const before = reads;
    for (let n = 0; n < 100; n += 1) expect(await service.find(`unknown-${n}`)).toBeNull();
    expect(reads).toBe(before);
    clock.goOn(2_000);
    for (let n = 0; n < 100; n += 1) await service.find(`unknown-${n}`);
    expect(reads).toBe(before + 1);
  });
});
