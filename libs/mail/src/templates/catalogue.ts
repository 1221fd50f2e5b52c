import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { english, englishFrame } from './english.js';
import { german, germanFrame } from './german.js';
import type { Language } from './language.js';
import { languages } from './language.js';
import type { Catalogue, Frame, MailText } from './mail-text.js';
import { parseOverride } from './parse-override.js';
import { isTemplateName, templateFacts, templateNames } from './template-data.js';

const ours: Readonly<Record<Language, Catalogue>> = { en: english, de: german };

export const frames: Readonly<Record<Language, Frame>> = { en: englishFrame, de: germanFrame };

/** Thrown at start: a text that should replace one of ours is not usable. Names every mistake of every file. */
export class TemplateOverrideError extends Error {}

/** Our texts, those that the folder replaces replaced: `<template>.<language>.txt`. @throws TemplateOverrideError */
export function loadCatalogues(folder: string | null): Readonly<Record<Language, Catalogue>> {
  if (folder === null) return ours;
  const mistakes: string[] = [];
  const texts = { en: { ...ours.en }, de: { ...ours.de } } as Record<Language, Record<string, MailText>>;
  for (const file of filesIn(folder)) {
    const [template = '', code = '', ...rest] = file.split('.');
    const language = languages.find((one) => one === code);
    if (!isTemplateName(template) || !language || rest.join('.') !== 'txt') {
      mistakes.push(`${file}: is not <template>.<${languages.join('|')}>.txt with one of ${templateNames.join(', ')}`);
      continue;
    }
    const parsed = parseOverride(read(join(folder, file)), templateFacts[template]);
    if ('text' in parsed) texts[language][template] = parsed.text;
    else mistakes.push(...parsed.mistakes.map((mistake) => `${file}: ${mistake}`));
  }
  if (mistakes.length > 0)
    throw new TemplateOverrideError(`MAIL_TEMPLATES_DIR has texts that cannot be used:\n  ${mistakes.join('\n  ')}`);
  return texts as Readonly<Record<Language, Catalogue>>;
}

/** Hidden files, which editors and file systems leave behind, do not count. */
function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => !name.startsWith('.'))
      .toSorted();
  } catch (error) {
    throw new TemplateOverrideError(`MAIL_TEMPLATES_DIR cannot be read: ${(error as Error).message}`);
  }
}

/** What is no UTF-8 becomes a text that `parseOverride` refuses. */
function read(path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch {
    return '\u0000';
  }
}
