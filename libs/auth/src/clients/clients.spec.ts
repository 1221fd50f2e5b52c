import { digestOf, newId } from '@janus/kernel';
import type { MemoryServices } from '../../../../test/factories/memory-services.js';
import { memoryServices, origin } from '../../../../test/factories/memory-services.js';
import { normalizeClientName } from './client-name.js';

describe('service clients', () => {
  let services: MemoryServices;

  beforeEach(async () => {
    services = await memoryServices();
  });

  const stored = async (id: string) => services.ports.clients.find(id);

  it('have a secret of 256 random bits, of which only the digest is stored', async () => {
    const { clients, credentials } = services;
    const [{ client, secret }, other] = [await clients.create('Notes', origin), await clients.create('Notes', origin)];
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(secret).not.toBe(other.secret);
    expect(await stored(client.id)).toEqual({ ...client, secretDigest: digestOf(secret), revokedAt: null });
    expect(JSON.stringify(await clients.list())).not.toContain(secret);
    expect(await credentials.verify(client.id, secret)).toEqual({ id: client.id, name: 'Notes' });
    for (const wrong of [other.secret, '', `${secret} `, secret.toUpperCase(), client.secretDigest])
      expect(await credentials.verify(client.id, wrong)).toBeNull();
    for (const id of [other.client.id, newId(new Date()), 'Notes', '', '\u0000'])
      expect(await credentials.verify(id, secret)).toBeNull();
  });

  it('are refused once they are revoked, for good', async () => {
    const { clients, credentials, clock } = services;
    const { client, secret } = await clients.create('Notes', origin);
    await clients.revoke(client.id, origin);
    const revokedAt = clock.now();
    expect(await credentials.verify(client.id, secret)).toBeNull();
    clock.goOn(1_000);
    await clients.revoke(client.id, origin);
    expect(await stored(client.id)).toEqual({ ...client, revokedAt });
    for (const id of [newId(clock.now()), 'x'])
      await expect(clients.revoke(id, origin)).rejects.toMatchObject({ type: { code: 'CLIENT_NOT_FOUND' } });
  });

  it('note their use once an hour, and no failure', async () => {
    const { clients, credentials, clock } = services;
    const { client, secret } = await clients.create('Notes', origin);
    const usedAt = async () => (await stored(client.id))?.lastUsedAt ?? null;
    await credentials.verify(client.id, 'x');
    expect(await usedAt()).toBeNull();
    const first = clock.now();
    await credentials.verify(client.id, secret);
    clock.goOn(3_599_999);
    await credentials.verify(client.id, secret);
    expect(await usedAt()).toEqual(first);
    clock.goOn(1);
    expect(await credentials.verify(client.id, secret)).not.toBeNull();
    expect(await usedAt()).toEqual(clock.now());
  });

  it.each([
    ['  Notes  ', 'Notes'],
    ['u\u0308', 'ü'],
    ['💌'.repeat(100), '💌'.repeat(100)],
    ['💌'.repeat(101), null],
    [' ', null],
    ['', null],
    ['a\nb', null],
    ['\ud800', null],
  ])('takes %j for the name %j', (text, name) => {
    expect(normalizeClientName(text)).toBe(name);
  });
});
