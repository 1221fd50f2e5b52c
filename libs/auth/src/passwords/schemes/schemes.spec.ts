import { findScheme, importHash, usableScheme } from './find-scheme.js';

const password = 'Legacy-Pässw0rd!';

// Made by the libraries themselves: passlib 1.7, bcrypt 4.0 and Django.
const vectors: [string, string][] = [
  ['bcrypt of passlib', '$2b$05$idZt2B/IgwLUswMBCJfjHefFpWPZixxvj8oKvJxRtqsYpj63DQjeS'],
  ['bcrypt $2a$', '$2a$05$iIXiIunRHYGDa1ygD1kx1Ownzvgx2o7kfgTmffzlYTSzorp11oxuC'],
  ['bcrypt $2y$', '$2y$05$/Cl.HfsEMeFfqmfOVZcCvuWdcCowPmT.hftiiCAHVoMA9cAJRdtmW'],
  [
    'argon2id of passlib',
    '$argon2id$v=19$m=8192,t=3,p=4$vZfSGmOstdZ6L6XU+p9zDg$TYv5DTozp++qlmWXkwwRD5h0OYiYD+J1s5llmEuo5jc',
  ],
  ['argon2i', '$argon2i$v=19$m=4096,t=3,p=1$gdDaO8e4t1aqNUYoBWDM+Q$1ND17G5gJ8dNH8HpBaC5tfcGyAphUNv8taYt/Y3bZCw'],
  ['PBKDF2 of passlib', '$pbkdf2-sha256$1000$AWBMSck551zrnRNCSCmFMA$.MhM7k5P6oR27zcj4T/l0SuARKczPtcZwogtz0mcexk'],
  ['PBKDF2 of Django', 'pbkdf2_sha256$1000$NaClSalt1234567890abcd$b1d5611/0AVKMV4nPyQJQthy3gXiInhYVtyJv0kigZA='],
  ['bcrypt_sha256 of Django', 'bcrypt_sha256$$2b$05$oDDvr8lrZ88r/6bGzRIYIuczJNX7evWSMJyL6BuWecHNlJYGz4FtG'],
  ['bcrypt of Django', 'bcrypt$$2b$05$wAHeRgdXBoepyKWBtUiIkeAOF8lRPVYAz7rWh6GyLnFAtetH1qude'],
  [
    'argon2 of Django',
    'argon2$argon2id$v=19$m=102400,t=2,p=8$MDFsRnc5QUludVh2c1hneTFUd0NaOQ$OfY/ZSYMRRp0OXhUoOmxq1F50e4TsDu6gzAlcCDOHv0',
  ],
  ['bcrypt of Spring', '{bcrypt}$2a$05$iIXiIunRHYGDa1ygD1kx1Ownzvgx2o7kfgTmffzlYTSzorp11oxuC'],
  [
    'argon2 of Spring',
    '{argon2}$argon2id$v=19$m=8192,t=3,p=4$vZfSGmOstdZ6L6XU+p9zDg$TYv5DTozp++qlmWXkwwRD5h0OYiYD+J1s5llmEuo5jc',
  ],
];

function stored(given: string): string {
  const imported = importHash(given);
  if ('refused' in imported) throw new Error(`${given} ${imported.refused}`);
  return imported.hash;
}

const verify = async (hash: string, guess: string) => usableScheme(hash)?.verify(hash, guess);

describe('legacy hashes', () => {
  it.each(vectors)('%s', async (_name, given) => {
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

  const tail = 'vZfSGmOstdZ6L6XU+p9zDg$TYv5DTozp++qlmWXkwwRD5h0OYiYD+J1s5llmEuo5jc';
  const bcryptTail = 'idZt2B/IgwLUswMBCJfjHefFpWPZixxvj8oKvJxRtqsYpj63DQjeS';

  it.each([
    ['4 GiB', `$argon2id$v=19$m=4194304,t=2,p=1$${tail}`],
    ['one KiB too much', `$argon2id$v=19$m=262145,t=2,p=1$${tail}`],
    ['too many passes', `$argon2id$v=19$m=19456,t=11,p=1$${tail}`],
    ['too many lanes', `$argon2id$v=19$m=19456,t=2,p=9$${tail}`],
    ['bcrypt beyond fifteen', `$2b$16$${bcryptTail}`],
    ['bcrypt of 31', `{bcrypt}$2b$31$${bcryptTail}`],
    ['bcrypt below four', `$2b$03$${bcryptTail}`],
    ['bcrypt_sha256 beyond fifteen', `bcrypt_sha256$$2b$16$${bcryptTail}`],
    ['too many iterations', 'pbkdf2_sha256$2000001$NaCl$b1d5611/0AVKMV4nPyQJQthy3gXiInhYVtyJv0kigZA='],
  ])('beyond the limits (%s) are refused without being tried, within 50 ms', (_name, given) => {
    const startedAt = performance.now();
    expect(importHash(given)).toEqual({ refused: 'has parameters beyond the limits' });
    expect(usableScheme(given.replace('{bcrypt}', ''))).toBeNull();
    expect(performance.now() - startedAt).toBeLessThan(50);
  });

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
