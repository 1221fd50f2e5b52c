import { cpuMs } from '../../../../test/factories/cpu-ms.js';
import {
  hashesBeyondLimits,
  legacyHashes,
  legacyPassword,
  slowHashes,
} from '../../../../test/factories/legacy-hashes.js';
import type { MemoryServices } from '../../../../test/factories/memory-services.js';
import { memoryServices, origin } from '../../../../test/factories/memory-services.js';
import { codeOf } from '../../../../test/factories/outcome.js';
import { aUser } from '../../../../test/factories/records.js';
import { importHash, usableScheme } from './schemes/find-scheme.js';

const today = /^\$argon2id\$v=19\$m=1024,t=2,p=1\$/;

describe('the hash of another system', () => {
  let services: MemoryServices;

  beforeEach(async () => {
    services = await memoryServices();
  });

  const store = async (passwordHash: string) => {
    const user = aUser({ passwordHash });
    await services.ports.users.insert(user);
    return user;
  };
  const signIn = (email: string, password: string) =>
    services.login.login({ email, password, deviceName: null }, origin).then(() => 'in', codeOf);
  const hashOf = async (id: string) => (await services.ports.credentials.findByUserId(id))?.passwordHash ?? '';

  const imported = (given: string) => {
    const read = importHash(given);
    if ('refused' in read) throw new Error(read.refused);
    return read.hash;
  };

  it.each(slowHashes)('of the kind %s is worth its seconds, once', async (_name, given) => {
    const { id, email } = await store(imported(given));
    expect(await signIn(email, legacyPassword)).toBe('in');
    expect(await hashOf(id)).toMatch(today);
  });

  it.each(legacyHashes)('of the kind %s is replaced at the first sign-in, and by no failure', async (_name, given) => {
    const hash = imported(given);
    const { id, email } = await store(hash);
    expect(await signIn(email, 'Wrong-Pässw0rd!')).toBe('INVALID_CREDENTIALS');
    expect(await hashOf(id)).toBe(hash);
    expect(await signIn(email, legacyPassword)).toBe('in');
    const upgraded = await hashOf(id);
    expect(upgraded).toMatch(today);
    expect(await signIn(email, legacyPassword)).toBe('in');
    expect(await hashOf(id)).toBe(upgraded);
    expect(await signIn(email, `${legacyPassword} `)).toBe('INVALID_CREDENTIALS');
  });

  it('takes the whole password with it, of which bcrypt saw 72 bytes only', async () => {
    const { id, email } = await store('$2b$04$ci2ODDDjyp6.gqkk/hAp5Odgf92dQQz0J4LLKsOLK2TitXDFO.XmC');
    const long = 'x'.repeat(80);
    expect(await signIn(email, long)).toBe('in');
    expect(await hashOf(id)).toMatch(today);
    expect(await signIn(email, 'x'.repeat(72))).toBe('INVALID_CREDENTIALS');
    expect(await signIn(email, long)).toBe('in');
  });

  it('is replaced once by several who sign in at once', async () => {
    const { id, email } = await store('$2b$05$idZt2B/IgwLUswMBCJfjHefFpWPZixxvj8oKvJxRtqsYpj63DQjeS');
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => signIn(email, legacyPassword)));
    expect(outcomes).toEqual(['in', 'in', 'in', 'in']);
    expect(await hashOf(id)).toMatch(today);
    expect(await signIn(email, legacyPassword)).toBe('in');
  });

  // Were one of them tried, this would take from seconds to years.
  it.each(hashesBeyondLimits)(
    'that is beyond the limits (%s) is never tried, wherever it came from',
    async (_name, hash) => {
      const stored = hash.replace('{bcrypt}', '');
      const { id, email } = await store(stored);
      const refusing = await cpuMs(() => {
        expect(usableScheme(stored)).toBeNull();
        expect(importHash(hash)).toHaveProperty('refused');
      });
      expect(refusing).toBeLessThan(50);
      const signingIn = await cpuMs(async () =>
        expect(await signIn(email, legacyPassword)).toBe('INVALID_CREDENTIALS'),
      );
      expect(signingIn).toBeLessThan(500);
      expect(await hashOf(id)).toBe(stored);
    },
  );
});
