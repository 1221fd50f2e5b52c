import { randomBytes } from 'node:crypto';
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
});
