import { dark, light } from './colours.js';
import { frames, loadCatalogues } from './catalogue.js';
import { chooseLanguage, languages } from './language.js';
import { MailWriter } from './mail-writer.js';
import { templateFacts, templateNames } from './template-data.js';
import type { StoredData } from './values.js';

const catalogues = loadCatalogues(null);
const writer = new MailWriter({ templatesDir: null, publicUrl: () => 'https://id.test/base' });
const minute = 60_000;
const all: StoredData = {
  name: 'Ada',
  token: 'tok-en_1',
  newEmail: 'new@example.com',
  at: '2026-11-24T10:11:12.345Z',
  device: 'Firefox on Linux',
  ip: '192.0.2.10',
};
const write = (...[name, language, data, validForMs]: Parameters<MailWriter['write']>) =>
  writer.write(name, language, { ...all, ...data }, validForMs);
const everyMail = languages.flatMap((language) => templateNames.map((name) => [name, language] as const));

/** WCAG 2.2, relative luminance. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string) => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((start) => {
      const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [bright = 0, dim = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (bright + 0.05) / (dim + 0.05);
}

describe('the words of the mails', () => {
  it('are there in every language, with the same placeholders and a button where there is a link', () => {
    const used = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name);
    for (const language of languages) {
      expect(Object.keys(catalogues[language]).toSorted()).toEqual([...templateNames].toSorted());
      expect(frames[language].linkHint).not.toBe('');
    }
    for (const name of templateNames) {
      const texts = languages.map((language) => catalogues[language][name]);
      for (const { subject, greeting, paragraphs, button, footer } of texts) {
        for (const text of [subject, greeting, footer, ...paragraphs]) expect(text.trim()).not.toBe('');
        expect(button !== null).toBe(templateFacts[name].link !== null);
        const known: readonly unknown[] = templateFacts[name].placeholders;
        expect([greeting, ...paragraphs].flatMap(used).filter((one) => !known.includes(one))).toEqual([]);
        expect([subject, button ?? '', footer].flatMap(used)).toEqual([]);
      }
      expect(new Set(texts.map(({ paragraphs }) => paragraphs.flatMap(used).toSorted().join()))).toHaveProperty(
        'size',
        1,
      );
      expect(new Set(texts.map(({ subject }) => subject)).size).toBe(languages.length);
    }
  });

  it.each(everyMail)('make a whole mail: %s in %s', (name, language) => {
    const { subject, text, html, link } = write(name, language, {}, 60 * minute);
    for (const part of [subject, text, html]) expect(part).not.toMatch(/\{\{|undefined|null/);
    expect(html).toContain(`<html lang="${language}"`);
    expect(html).toMatch(/<title>[^<]+<\/title>/);
    expect(html).not.toMatch(/<script|<img|\bsrc=|@import|url\(/);
    for (const table of html.match(/<table[^>]*>/g) ?? []) expect(table).toContain('role="presentation"');
    const path = templateFacts[name].link;
    expect(link).toBe(path === null ? null : `https://id.test/base/account/${path}#token=tok-en_1`);
    expect(html.match(/href="[^"]*"/g) ?? []).toEqual(link === null ? [] : [`href="${link}"`, `href="${link}"`]);
    if (link !== null) expect(text.split('\n')).toContain(link);
  });

  it('say for how long a link works, and when something happened, in the language of the mail', () => {
    const texts = (language: 'en' | 'de', validForMs: number) => write('verify-email', language, {}, validForMs).text;
    expect(texts('en', 30 * minute)).toContain('for 30 minutes.');
    expect(texts('en', 1440 * minute)).toContain('for 24 hours.');
    expect(texts('de', 7 * 1440 * minute)).toContain('gilt 7 Tage lang');
    expect(texts('de', minute)).toContain('gilt 1 Minute lang');
    // As it is when the mail is put down: the link was made a moment before.
    for (const moment of [1, 59_999]) {
      expect(texts('en', 30 * minute - moment)).toContain('for 30 minutes.');
      expect(texts('en', 1440 * minute - moment)).toContain('for 24 hours.');
      expect(texts('de', 7 * 1440 * minute - moment)).toContain('gilt 7 Tage lang');
    }
    expect(texts('en', 1439 * minute)).toContain('for 23 hours.');
    expect(write('password-changed', 'en', {}, 0).text).toContain('November 24, 2026 at 10:11');
    expect(write('password-changed', 'de', {}, 0).text).toContain('am 24. November 2026 um 10:11 UTC');
  });

  it('leave out what is not known', () => {
    const { text } = write('new-device', 'en', { name: null, device: null, ip: null }, 0);
    expect(text).toMatch(/^Hello,\n/);
    expect(text).not.toMatch(/Device|Network/);
  });

  it('never carry an advertisement or a link in a name that a stranger chose', () => {
    for (const name of [
      'see http://evil.example',
      'evil.example',
      'a@b',
      'www evil',
      'x'.repeat(61),
      'a\u2028b',
      '<b>',
    ])
      expect(write('verify-email', 'en', { name }, minute).text).toMatch(/^Hello,\n/);
    for (const name of ['Dr. A. Turing', "O'Neil & Söhne", '李 明', 'x'.repeat(60)])
      expect(write('verify-email', 'en', { name }, minute).text).toContain(`Hello ${name},`);
  });

  it('are escaped in HTML, values and all', () => {
    const { html, text } = write('verify-email', 'en', { name: `O'Neil & "Co" $&`, token: '"><script>' }, minute);
    expect(html).toContain('Hello O&#39;Neil &amp; &quot;Co&quot; $&amp;,');
    expect(html).not.toContain('<script');
    expect(text).toContain(`Hello O'Neil & "Co" $&,`);
  });

  it.each([light, dark])('can be read: a contrast of 4.5 to 1 and more', (colours) => {
    const { page, card, text, quiet, link, button, onButton } = colours;
    for (const [one, other] of [
      [text, card],
      [quiet, card],
      [link, card],
      [text, page],
      [onButton, button],
    ] as const)
      expect(contrast(one, other)).toBeGreaterThanOrEqual(4.5);
  });
});

describe('chooseLanguage', () => {
  it.each([
    ['de', null, 'de'],
    ['de-AT', 'en', 'de'],
    ['DE_de', null, 'de'],
    ['en-GB', 'de', 'en'],
    [null, 'de-CH, en;q=0.5', 'de'],
    [null, 'fr, en;q=0.2, de;q=0.7', 'de'],
    [null, 'de;q=0, en', 'en'],
    ['fr', 'de', 'de'],
    [null, 'deutsch', 'en'],
    [null, 'de;q=abc', 'en'],
    [null, null, 'en'],
    ['x'.repeat(100), ','.repeat(5_000), 'en'],
  ])('%p and %p make %s', (locale, header, language) => {
    expect(chooseLanguage(locale, header)).toBe(language);
  });
});
