import { codePoints, hasControls } from '@janus/kernel';
import type { Language } from './language.js';
import type { Placeholder, TemplateData, TemplateName } from './template-data.js';

export type Values = Readonly<Partial<Record<Placeholder, string>>>;

/** Data as it comes out of the sealed payload: instants are texts again. */
export type StoredData = Readonly<Record<string, string | null | undefined>>;

const longest = 60;
// Whoever registers somebody else's address chooses the name that stands in the mail: no advertisement, no link.
const addressLike = /[:/@\\<>]|\.\p{L}|\bwww\b/iu;

/** What stands for the placeholders, in the language of the mail. A value that could mislead the reader is left out. */
export function valuesOf(data: StoredData, language: Language, validForMs: number): Values {
  const { name, newEmail, at, device, ip } = data;
  const given: Record<Placeholder, string | null> = {
    name: harmless(name ?? null),
    device: harmless(device ?? null),
    newEmail: newEmail ?? null,
    ip: ip ?? null,
    at: at ? instant(new Date(at), language) : null,
    validFor: duration(validForMs, language),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
}

/** @returns null for what is no plain name: too long, or with an address in it */
function harmless(text: string | null): string | null {
  if (text === null || text === '' || codePoints(text) > longest) return null;
  return hasControls(text) || addressLike.test(text) ? null : text;
}

function instant(at: Date, language: Language): string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return `${format.format(at)} UTC`;
}

const minuteMs = 60_000;
const units = [
  ['day', 24 * 3600_000],
  ['hour', 3600_000],
  ['minute', minuteMs],
] as const;

/**
 * In the largest unit of which there are at least two: "7 days", "24 hours", "30 minutes". A minute that has begun counts: the link
 * is made a moment before its mail is put down, and that moment must not make 23 hours of 24.
 */
function duration(milliseconds: number, language: Language): string {
  const begun = Math.ceil(milliseconds / minuteMs) * minuteMs;
  const [unit, size] = units.find(([, one]) => begun >= 2 * one) ?? units[2];
  const count = Math.max(1, Math.floor(begun / size));
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}

/** Data as it is sealed. */
export function toStored(data: TemplateData[TemplateName]): string {
  return JSON.stringify(data);
}
