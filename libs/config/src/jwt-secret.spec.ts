import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jwtSecret } from './jwt-secret.js';

describe('jwtSecret', () => {
  it.each(['base64url', 'hex'] as const)('takes 32 random bytes as %s, just as written', (encoding) => {
    const secret = randomBytes(32).toString(encoding);
    expect(jwtSecret(secret)).toBe(secret);
  });

  // Words that short turn up by chance: once in 500 secrets for three letters.
  it('does not mind three letters that look like a word', () => {
    expect(jwtSecret('kJwT0q3mZ8xVb2NcR7yLs5Hd9GfPaQ1eTuWi4oKjXzM')).toHaveLength(43);
  });

  it.each([
    ['42 characters', 'kJ0q3mZ8xVb2NcR7yLs5Hd9GfPaQ1eTuWi4oKjXzMn', 'is shorter than 32 bytes'],
    ['63 hexadecimal digits', randomBytes(32).toString('hex').slice(1), 'is shorter than 32 bytes'],
    ['a space', `${randomBytes(32).toString('hex')} `, 'has characters outside'],
    ['one character', 'a'.repeat(64), 'is not random'],
    ['nine characters', 'abcdefghi'.repeat(6), 'is not random'],
    ['a short text again and again', 'abcdefghijkl'.repeat(5), 'is not random'],
    ['words', 'a-string-secret-at-least-256-bits-long-is-what-this-is', 'is not random'],
    ['one long text twice', 'kJ0q3mZ8xVb2NcR7yLs5Hd9GfPaQ1e'.repeat(2), 'is not random'],
    ['the alphabet', 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', 'is not random'],
    ['the alphabet backwards', '9876543210ZYXWVUTSRQPONMLKJIHGFEDCBAzyxwvutsrqponmlkjihgfedcba', 'is not random'],
    ['rows of keys', 'qwertyuiopasdfghjklzxcvbnm1234567890qwertyuiop', 'is not random'],
    ['a sentence', 'thisisaverylongkeythatnobodyshouldeverguessbutdo', 'is not random'],
    ['a sentence in capitals', 'THIS_IS_A_VERY_LONG_KEY_THAT_NOBODY_EVER_GUESSES', 'is not random'],
    ['the word to change', 'ChangeMe-kJ0q3mZ8xVb2NcR7yLs5Hd9GfPaQ1eTuWi4oKjX', 'is not random'],
    ['the key of RFC 7520', 'hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg', 'is a well-known sample'],
    [
      'the key of a tutorial',
      '09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7',
      'is a well-known sample',
    ],
    [
      'the same in capitals',
      '09D25E094FAA6CA2556C818166B7A9563B93F7099F6F0F4CAA6CF63B88E8D3E7',
      'is a well-known sample',
    ],
  ])('refuses %s', (_what, secret, wrong) => {
    expect(() => jwtSecret(secret)).toThrow(wrong);
  });

  // The samples of jwt.io, Laravel and others, as they are spelled when a sample is to look random.
  it.each([
    'a-string-secret-at-least-256-bits-long',
    'a-valid-string-secret-that-is-at-least-512-bits-long-which-is-very-long',
    'changemechangemechangemechangeme',
    'DO NOT USE THIS VALUE. INSTEAD, CREATE A COMPLEX SECRET IN YOUR ENVIRONMENT',
    '404E635266556A586E3272357538782F413F4428472B4B6250645367566B5970',
  ])('refuses %j in hex and base64url', (text) => {
    for (const encoding of ['hex', 'base64url'] as const)
      expect(() => jwtSecret(Buffer.from(text).toString(encoding))).toThrow('is not random');
  });

  // Each of them stands in a public list of secrets and passes every other rule.
  it.each([
    'LoxodontaElephasMammuthusPalaeoloxodonPrimelephas',
    '38af0483c50d39ebd0b58ea81a3fc366c1995c4da5bsuperrandomkey',
    '0747b49b0815279145cfafddb5cba1b9ec31e6b33972174c16e3b739c6051660',
    '0747B49B0815279145CFAFDDB5CBA1B9EC31E6B33972174C16E3B739C6051660',
  ])('refuses %s, which everybody can look up', (secret) => {
    expect(() => jwtSecret(secret)).toThrow('is a well-known sample');
  });

  it('knows what public lists hold', () => {
    const lines = readFileSync(join(__dirname, 'known-secrets.txt'), 'latin1').split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.length).toBeGreaterThan(1_800);
    expect(lines.filter((line) => !/^[0-9a-f]{64}$/.test(line))).toEqual([]);
    expect([...new Set(lines)].toSorted()).toEqual(lines);
  });

  it('refuses nothing that is random', () => {
    for (let n = 0; n < 2_000; n += 1) {
      jwtSecret(randomBytes(32).toString('base64url'));
      jwtSecret(randomBytes(48).toString('base64url'));
      jwtSecret(randomBytes(32).toString('hex'));
    }
  });
});
