import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codePoints, foldCase } from '@janus/kernel';
import { isBlocklisted } from './password-blocklist.js';
import type { PolicyName } from './password-policy.js';
import { brokenRules } from './password-policy.js';

const broken = (policy: PolicyName, password: string, email: string | null = null) =>
  brokenRules(policy, password, { email }).map(({ code }) => code);

describe('the password policy', () => {
  it.each<[PolicyName, string, string[]]>([
    ['classic', '', ['too_short', 'upper', 'lower', 'digit', 'special']],
    ['classic', 'short', ['too_short', 'upper', 'digit', 'special']],
    ['classic', 'ALLUPPER1!', ['lower']],
    ['classic', 'Corr3ct-horse!', []],
    ['classic', 'Tr0ub4dor&3-horse', []],
    ['classic', 'Ää1-ßßßß', []],
    ['classic', 'P@ssw0rd', ['common']],
    ['classic', 'passw0rd.', ['upper', 'common']],
    ['classic', 'Janus1!', ['too_short', 'context']],
    ['nist', 'fourteen chars', ['too_short']],
    ['nist', 'only lower case words', []],
    ['nist', '123456789123456789', ['common']],
    ['nist', 'ManchesterUnited', ['common']],
    ['nist', '-- J A N U S --', []],
    ['nist', '---- JANUS ----', ['context']],
  ])('%s tells of "%s" every rule that is broken: %j', (policy, password, codes) => {
    expect(broken(policy, password)).toEqual(codes);
  });

  it('counts code points, after NFC', () => {
    expect(broken('classic', 'Aa1😀😀😀😀😀')).toEqual([]);
    expect(broken('classic', 'Aa1😀😀😀😀')).toEqual(['too_short']);
    expect(broken('classic', 'Aa1!e\u0301e\u0301e\u0301')).toEqual(['too_short']);
    expect(broken('classic', `Aa1!${'😀'.repeat(124)}`)).toEqual([]);
    expect(broken('classic', `Aa1!${'😀'.repeat(125)}`)).toEqual(['too_long']);
  });

  it.each([
    ['Ada.Lovelace1!', 'ada.lovelace@example.com', true],
    ['!!1815-ADA.lovelace', 'ada.lovelace@example.com', true],
    ['Ada.lovelace1815!', 'ada.lovelace1815@example.com', true],
    ['Ada.Lovelace1!x', 'ada.lovelace@example.com', false],
    ['My-ada.lovelace1', 'ada.lovelace@example.com', false],
    ['Ada12345!', 'ada@example.com', false],
    ['Adam1234!', 'adam@example.com', true],
    ['Adam1234!', null, false],
    ['Adam1234!', '  ADAM@example.com', true],
    ['Janus-2026!', null, true],
    ['Janus-2026-Doors!', null, false],
  ])('takes %s of %s for a name dressed up: %s', (password, email, isDressedUp) => {
    expect(broken('classic', password, email)).toEqual(isDressedUp ? ['context'] : []);
  });
});

describe('the list of common passwords', () => {
  const lines = readFileSync(join(__dirname, 'password-blocklist.txt'), 'utf8').trimEnd().split('\n');

  it('is folded, sorted by bytes and without repeats, or the search would miss', () => {
    const sorted = [...new Set(lines)].toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(lines).toEqual(sorted);
    expect(lines.filter((line) => foldCase(line) !== line)).toEqual([]);
  });

  it('has ten thousand and more for each policy', () => {
    const fitsClassic = (line: string) =>
      codePoints(line) >= 8 && /\p{L}.*\p{L}/u.test(line) && /\p{Nd}/u.test(line) && /[^\p{L}\p{Nd}]/u.test(line);
    expect(lines.filter(fitsClassic).length).toBeGreaterThanOrEqual(10_000);
    expect(lines.filter((line) => codePoints(line) >= 15).length).toBeGreaterThanOrEqual(10_000);
  });

  it('finds every one of its lines in any case, and nothing in between', () => {
    expect(lines.filter((line) => !isBlocklisted(line.toUpperCase()))).toEqual([]);
    expect(lines.filter((line) => isBlocklisted(`${line} `) || isBlocklisted(line.slice(0, 4)))).toEqual([]);
    for (const none of ['', '\n', '!', '\uffff', 'zzzzzzzzzzzzzzzzzzzzzzzz!', lines.slice(0, 2).join('\n')])
      expect([none, isBlocklisted(none)]).toEqual([none, false]);
  });
});
