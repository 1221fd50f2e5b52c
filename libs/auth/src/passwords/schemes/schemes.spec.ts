import { cpuMs } from '../../../../../test/factories/cpu-ms.js';
import {
  hashesBeyondLimits,
  legacyHashes,
  legacyPassword as password,
} from '../../../../../test/factories/legacy-hashes.js';
import { findScheme, importHash, usableScheme } from './find-scheme.js';

function stored(given: string): string {
  const imported = importHash(given);
  if ('refused' in imported) throw new Error(`${given} ${imported.refused}`);
  return imported.hash;
}

const verify = async (hash: string, guess: string) => usableScheme(hash)?.verify(hash, guess);

describe('legacy hashes', () => {
  it.each(legacyHashes)('%s', async (_name, given) => {
    const hash = stored(given);
    expect(await verify(hash, password)).toBe(true);
    expect(await verify(hash, `${password} `)).toBe(false);
    expect(await verify(hash, password.toLowerCase())).toBe(false);
    expect(stored(hash)).toBe(hash);
    const damaged = hash.slice(0, -3) + (hash.endsWith('A') ? 'BBB' : hash.endsWith('=') ? 'AA=' : 'AAA');
    expect(await verify(damaged, password)).toBe(false);
  });

  it('of bcrypt see 72 bytes, as they always did', async () => {
    const hash = '$2b$04$ci2ODDDjyp6.gqkk/hAp5Odgf92dQQz0J4LLKsOLK2TitXDFO.XmC';
    expect(await verify(hash, 'x'.repeat(72))).toBe(true);
    expect(await verify(hash, `${'x'.repeat(72)}and more`)).toBe(true);
    expect(await verify(hash, 'x'.repeat(71))).toBe(false);
  });

  const bcryptTail = 'idZt2B/IgwLUswMBCJfjHefFpWPZixxvj8oKvJxRtqsYpj63DQjeS';

  it.each(hashesBeyondLimits)(
    'beyond the limits (%s) are refused without being tried, within 50 ms',
    async (_name, given) => {
      const took = await cpuMs(() => {
        expect(importHash(given)).toEqual({ refused: 'has parameters beyond the limits' });
        expect(usableScheme(given.replace('{bcrypt}', ''))).toBeNull();
      });
      expect(took).toBeLessThan(50);
    },
  );

  it.each([
    'plain text',
    '',
    '5f4dcc3b5aa765d61d8327deb882cf99',
    '$1$salt$hash',
    '{noop}password',
    '{MD5}x',
    '$argon2d$v=19$m=8192,t=3,p=4$vZfSGmOstdZ6L6XU+p9zDg$TYv5DTozp++qlmWXkwwRD5h0OYiYD+J1s5llmEuo5jc',
    '$argon2id$v=19$m=,t=3,p=4$a$b',
    `$2b$05$${bcryptTail}x`,
    `$2b$05$${bcryptTail}\n`,
    `pbkdf2_sha256$1000$${'x'.repeat(250)}$b1d5611/0AVKMV4nPyQJQthy3gXiInhYVtyJv0kigZA=`,
  ])('of no kind that we know are refused: %s', (given) => {
    expect(importHash(given)).toEqual({ refused: 'is no hash of a kind that can be verified here' });
    expect(findScheme(given)).toBeNull();
  });
});
