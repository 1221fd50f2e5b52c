import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { languages, templateFacts } from '@janus/mail';
import { longestPassword, rulesOf, shortestPassword } from '../../passwords/password-policy.js';
import { accountPageNames, accountPages } from './account-pages.js';
import { renderAccountPage } from './page-html.js';
import { pageTexts } from './page-texts.js';

const policies = ['classic', 'nist'] as const;
const told = (name: (typeof policies)[number]) => ({
  shortest: shortestPassword[name],
  longest: longestPassword,
  rules: rulesOf(name),
});
const everyPage = languages.flatMap((language) => accountPageNames.map((name) => [name, language] as const));

/** Every text with its path, functions called. */
function leaves(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'function') return [[path, String((value as (limits: unknown) => unknown)(told('classic')))]];
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value as object).flatMap(([name, one]) => leaves(one, `${path}/${name}`));
}

describe('the words of the account pages', () => {
  it('are there in every language, none empty, none left in the other language, with the same placeholders', () => {
    const [english, german] = [leaves(pageTexts.en), leaves(pageTexts.de)];
    expect(german.map(([path]) => path)).toEqual(english.map(([path]) => path));
    expect(english.length).toBeGreaterThan(50);
    const other = new Map(german);
    const placeholders = (text: string) => text.match(/\{\{\w+\}\}/g) ?? [];
    for (const [path, text] of english) {
      const translated = other.get(path) ?? '';
      expect([path, text.trim() !== '', translated.trim() !== '']).toEqual([path, true, true]);
      expect([path, translated]).not.toEqual([path, text]);
      expect([path, placeholders(translated)]).toEqual([path, placeholders(text)]);
    }
  });

  it.each(policies)('tell the rules of the policy %s in English as the API does', (name) => {
    const policy = told(name);
    for (const { code, message } of policy.rules) expect(pageTexts.en.rule[code](policy)).toBe(message);
  });
});

describe('an account page', () => {
  it('is there for every link of every mail', () => {
    const links = Object.values(templateFacts).flatMap(({ link }) => link ?? []);
    expect(accountPageNames.toSorted()).toEqual(links.toSorted());
  });

  it.each(everyPage)(
    'has nothing inline, nothing absolute and no form that a browser could send: %s, %s',
    (name, lang) => {
      const html = renderAccountPage(name, lang, told('classic'));
      expect(html).toContain(`<html lang="${lang}">`);
      expect(html).not.toMatch(
        /<script(?![^>]* src=)|<style|\sstyle=|\son\w+=|\saction=|\sname="(?!viewport|color-scheme|robots)/,
      );
      expect([...html.matchAll(/(?:src|href|data-call)="([^"]*)"/g)].map(([, url]) => url)).toEqual([
        'account.css',
        'account.js',
        `../api/v1/auth/${accountPages[name].endpoint}`,
      ]);
      expect(html.match(/<h1>/g)).toHaveLength(1);
      expect(html).toContain(`<title>${pageTexts[lang].pages[name].title}</title>`);
    },
  );

  it('names the rules of the policy in force where a password is chosen, and has no field elsewhere', () => {
    for (const name of accountPageNames) {
      const html = renderAccountPage(name, 'de', told('nist'));
      expect([name, html.includes('<input')]).toEqual([name, accountPages[name].asksPassword]);
      expect(html.includes('muss mindestens 15 Zeichen haben')).toBe(accountPages[name].asksPassword);
      expect(html).not.toContain('Großbuchstaben');
    }
  });

  it('has every text that the script asks for, and an element for every id', () => {
    const script = readFileSync(join(__dirname, 'account.js'), 'utf8');
    const html = renderAccountPage('reset-password', 'en', told('classic'));
    const asked = [...script.matchAll(/\btext\('(\w+)'\)/g)].map(([, name]) => name);
    const there = [...html.matchAll(/data-message="(\w+)"/g)].map(([, name]) => name);
    expect([...new Set(asked)].toSorted()).toEqual(there.toSorted());
    for (const [, id] of script.matchAll(/\bbyId\('(\w+)'\)/g)) expect(html).toContain(`id="${id}"`);
  });

  it('keeps the token out of page, storage and log, and asks nothing but the API', () => {
    const script = readFileSync(join(__dirname, 'account.js'), 'utf8');
    expect(script).not.toMatch(/innerHTML|insertAdjacent|document\.write|Storage|cookie|console|eval|https?:/);
    expect(script.match(/\bfetch\(/g)).toHaveLength(1);
  });
});
