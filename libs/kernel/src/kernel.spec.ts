import { isId, newId, assertId, derivedId } from './ids.js';
import { parseInstant } from './instant.js';
import { normalizeEmail } from './email-address.js';
import { codePoints, compareText, foldCase, hasControls, isWellFormedText, prefixEnd } from './text.js';
import { deriveKey, digestOf, equalSecrets, newSecret } from './secrets.js';

describe('newId', () => {
  it('makes UUIDv7 in order, within a millisecond and when the clock steps back', () => {
    const now = new Date('2030-01-01T00:00:00Z');
    const ids = Array.from({ length: 5_000 }, (_, index) => newId(index % 2 ? now : new Date(now.getTime() - 5)));
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every(isId)).toBe(true);
    expect(Number.parseInt((ids[0] ?? '').slice(0, 13).replace('-', ''), 16)).toBeGreaterThanOrEqual(now.getTime() - 5);
  });

  it.each([
    undefined,
    null,
    '',
    'x',
    7,
    {},
    '019AB4C8-5F00-7C3E-8A6B-0C5D4E3F2A1B',
    '019ab4c8-5f00-4c3e-8a6b-0c5d4e3f2a1b',
  ])('is not %p', (text) => {
    expect(isId(text)).toBe(false);
    expect(() => assertId(text)).toThrow(TypeError);
  });
});

describe('normalizeEmail', () => {
  it.each([
    ['ada@example.com', 'ada@example.com'],
    ['  Ada.Lovelace+x@EXAMPLE.com\n', 'ada.lovelace+x@example.com'],
    ['a@bücher.example', 'a@xn--bcher-kva.example'],
    ["o'neil_{x}|~!#$%&*/=?^-@a-b.co", "o'neil_{x}|~!#$%&*/=?^-@a-b.co"],
    [`${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`],
    ['ada@ex\u0061\u0301mple.com', 'ada@xn--exmple-qta.com'],
  ])('takes %p', (given, stored) => {
    expect(normalizeEmail(given)).toBe(stored);
    expect(normalizeEmail(stored)).toBe(stored);
  });

  it.each([
    ['nothing', ''],
    ['no @', 'ada.example.com'],
    ['two', 'a@b@example.com'],
    ['a list', 'a@example.com,b@example.com'],
    ['a name', 'Ada <a@example.com>'],
    ['quotes', '"a b"@example.com'],
    ['a backtick', 'a`b@example.com'],
    ['a comment', 'a(b)@example.com'],
    ['letters beyond ASCII in front', 'é@example.com'],
    ['dots at the edge', '.a@example.com'],
    ['two dots', 'a..b@example.com'],
    ['no dot', 'a@localhost'],
    ['a dot at the end', 'a@example.com.'],
    ['an address', 'a@127.0.0.1'],
    ['a literal', 'a@[127.0.0.1]'],
    ['a port', 'a@example.com:25'],
    ['a path', 'a@example.com/x'],
    ['an escape', 'a@ex%61mple.com'],
    ['zero width', 'a\u200bb@example.com'],
    ['zero width in the domain', 'a@exa\u200dmple.com'],
    ['right to left', 'a\u202eb@example.com'],
    ['a soft hyphen', 'a@exam\u00adple.com'],
    ['a line break', 'a@example.com\r\nBcc:b@example.com'],
    ['NUL', 'a\u0000@example.com'],
    ['a lone surrogate', 'a@ex\ud800.com'],
    ['65 in front', `${'a'.repeat(65)}@example.com`],
    ['255 in all', `a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.example.com`],
    ['an underscore in the domain', 'a@b_c.com'],
    ['a hyphen at the edge', 'a@-b.com'],
  ])('refuses %s', (_what, given) => {
    expect(normalizeEmail(given)).toBeNull();
  });
});

describe('text', () => {
  it('is well-formed without lone surrogates and NUL', () => {
    expect(['a', '𝒜', 'a\ud800', '\udc00', 'a\u0000'].map(isWellFormedText)).toEqual([true, true, false, false, false]);
    expect(['a b', 'a\nb', '\u007f', '\u2028', '\u0085'].map(hasControls)).toEqual([false, true, true, true, true]);
    expect(codePoints('𝒜é👩‍🚀')).toBe(5);
  });

  it('folds case so that what looks the same is the same', () => {
    expect(foldCase('STRASSE')).toBe(foldCase('straße'));
    expect(foldCase('ΟΔΟΣ')).toBe(foldCase('οδος'));
    expect(foldCase('É')).toBe(foldCase('e\u0301'));
    expect(foldCase(foldCase('Ǆ İ ﬃ'))).toBe(foldCase('Ǆ İ ﬃ'));
  });

  it('bounds a prefix by code points', () => {
    expect([
      prefixEnd('a'),
      prefixEnd('az'),
      prefixEnd('a\u{10ffff}'),
      prefixEnd('\ud7ff'),
      prefixEnd('\u{10ffff}'),
    ]).toEqual(['b', 'a{', 'b', '\ue000', null]);
    // UTF-16 would put the emoji before this letter of the compatibility area.
    expect(compareText('😀', '\uff21')).toBeGreaterThan(0);
  });
});

describe('secrets', () => {
  it('are random, compared whole and derived by purpose', () => {
    expect(newSecret(32)).toMatch(/^[\w-]{43}$/);
    expect(newSecret(32)).not.toBe(newSecret(32));
    expect(digestOf('a')).toMatch(/^[\w-]{43}$/);
    expect([equalSecrets('ab', 'ab'), equalSecrets('ab', 'ac'), equalSecrets('ab', 'abc')]).toEqual([
      true,
      false,
      false,
    ]);
    const key = Buffer.alloc(32, 1);
    expect(deriveKey(key, 'a')).toEqual(deriveKey(key, 'a'));
    expect(deriveKey(key, 'a')).not.toEqual(deriveKey(key, 'b'));
  });
});

describe('derivedId', () => {
  it('is a UUIDv7 of the instant, the same for the same seed and another for another', () => {
    const now = new Date('2019-03-04T05:06:07.008Z');
    const ids = Array.from({ length: 1_000 }, (_, n) => derivedId(now, `seed:${n}`));
    expect(ids.every(isId)).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
    expect(derivedId(now, 'seed:7')).toBe(ids[7]);
    expect(Number.parseInt((ids[0] ?? '').slice(0, 13).replace('-', ''), 16)).toBe(now.getTime());
    expect(derivedId(new Date(0), 'seed:7').slice(13)).toBe(ids[7]?.slice(13));
  });
});

describe('parseInstant', () => {
  it.each([
    ['2026-11-24T10:11:12Z', '2026-11-24T10:11:12.000Z'],
    ['2026-11-24t10:11:12.3456789z', '2026-11-24T10:11:12.345Z'],
    ['2026-11-24T10:11:12.5+05:30', '2026-11-24T04:41:12.500Z'],
    ['2024-02-29T23:59:59-00:30', '2024-03-01T00:29:59.000Z'],
    ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('reads %s', (text, expected) => {
    expect(parseInstant(text)?.toISOString()).toBe(expected);
  });

  it.each([
    '',
    'yesterday',
    '2026-11-24',
    '2026-11-24T10:11:12',
    '2026-11-24 10:11:12Z',
    '2026-11-24T10:11Z',
    '2026-02-30T10:11:12Z',
    '2025-02-29T10:11:12Z',
    '2026-13-01T10:11:12Z',
    '2026-00-01T10:11:12Z',
    '2026-11-24T24:00:00Z',
    '2026-11-24T10:11:60Z',
    '2026-11-24T10:11:12+24:00',
    '2026-11-24T10:11:12.Z',
    '1969-12-31T23:59:59Z',
    '1970-01-01T00:00:00+00:01',
    '9999-12-31T23:59:59-00:01',
    '0050-01-01T00:00:00Z',
    '2026-11-24T10:11:12Z\n',
  ])('refuses %j', (text) => {
    expect(parseInstant(text)).toBeNull();
  });
});
