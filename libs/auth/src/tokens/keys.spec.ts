import { memoryServices, authOptions } from '../../../../test/factories/memory-services.js';
import { TestClock } from '../../../../test/factories/test-clock.js';
import { seal, unseal } from './key-sealing.js';
import { SigningKeysService, UnreadableKeyError } from './signing-keys.service.js';

const [key] = authOptions.keyEncryptionKeys as [Buffer];
const other = Buffer.alloc(32, 8);

describe('sealed keys', () => {
  it('open with the key that sealed them, whichever place it has', () => {
    const sealed = seal([key], 'kid', 'private');
    expect(unseal([key], 'kid', sealed)).toBe('private');
    expect(unseal([other, key], 'kid', sealed)).toBe('private');
    expect(seal([key], 'kid', 'private')).not.toBe(sealed);
  });

  it('open neither with another key, nor elsewhere, nor altered', () => {
    const sealed = seal([key], 'kid', 'private');
    expect(unseal([other], 'kid', sealed)).toBeNull();
    expect(unseal([key], 'other', sealed)).toBeNull();
    const parts = sealed.split('.');
    for (const [index, part] of parts.entries()) {
      const altered = parts.with(index, `${part.startsWith('A') ? 'B' : 'A'}${part.slice(1)}`).join('.');
      expect(unseal([key], 'kid', altered)).toBeNull();
    }
    for (const text of ['', 'v1', 'v1.a.b.', sealed.slice(0, -2)]) expect(unseal([key], 'kid', text)).toBeNull();
  });
});

describe('the signing keys', () => {
  it('are the same for all instances that start at once', async () => {
    const { ports, clock } = await memoryServices();
    const instances = Array.from(
      { length: 4 },
      () =>
        new SigningKeysService(ports.signingKeys, clock, {
          ...authOptions,
          tokens: { ...authOptions.tokens, alg: 'PS256' },
        }),
    );
    await Promise.all(instances.map((instance) => instance.onModuleInit()));
    expect(new Set(instances.map((instance) => instance.current().kid)).size).toBe(1);
    const { keys } = instances[0]?.jwks() ?? { keys: [] };
    expect(keys).toHaveLength(2);
    for (const jwk of keys as Record<string, unknown>[]) {
      for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) expect(jwk).not.toHaveProperty(secret);
    }
  });

  it('cannot be used with another KEY_ENCRYPTION_KEY', async () => {
    const { ports, clock } = await memoryServices();
    const stranger = new SigningKeysService(ports.signingKeys, clock, { ...authOptions, keyEncryptionKeys: [other] });
    await expect(stranger.onModuleInit()).rejects.toThrow(UnreadableKeyError);
  });

  it('verify what they sign, and stay known after a change to HS256', async () => {
    const { ports, clock, keys } = await memoryServices();
    const { kid } = keys.current();
    const secret = 'a'.repeat(10) + 'kJ8sQ2vX5zB1nM4cR7tY0wE3uI6oP9aLd';
    const changed = new SigningKeysService(ports.signingKeys, clock, {
      ...authOptions,
      tokens: { ...authOptions.tokens, alg: 'HS256', secret },
    });
    await changed.onModuleInit();
    expect(changed.current().alg).toBe('HS256');
    expect(changed.jwks()).toEqual({ keys: [] });
    expect((await changed.find(kid))?.alg).toBe('ES256');
  });

  it('of other instances are found, with one read in five seconds at most', async () => {
    const { ports } = await memoryServices();
    const clock = new TestClock();
    let reads = 0;
    const counting = Object.assign(Object.create(ports.signingKeys) as typeof ports.signingKeys, {
      list: () => {
        reads += 1;
        return ports.signingKeys.list();
      },
    });
    const service = new SigningKeysService(counting, clock, authOptions);
    await service.onModuleInit();
    const before = reads;
    for (let n = 0; n < 100; n += 1) expect(await service.find(`unknown-${n}`)).toBeNull();
    expect(reads).toBe(before);
    clock.goOn(5_000);
    for (let n = 0; n < 100; n += 1) await service.find(`unknown-${n}`);
    expect(reads).toBe(before + 1);
  });
});
