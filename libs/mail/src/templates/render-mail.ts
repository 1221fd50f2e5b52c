import type { Language } from './language.js';
import type { FilledMail } from './filled-mail.js';
import type { MailText } from './mail-text.js';
import { renderHtml } from './render-html.js';
import { renderText } from './render-text.js';
import type { Values } from './values.js';

export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const placeholder = /\{\{(\w+)\}\}/g;

export function fill(
  text: MailText,
  values: Values,
  { language, url, hint }: { readonly language: Language; readonly url: string | null; readonly hint: string },
): FilledMail {
  return {
    language,
    subject: text.subject,
    // A name that is missing goes with the blank before it: "Hello,".
    greeting: text.greeting.replaceAll(/ ?\{\{(\w+)\}\}/g, (whole, name: string) => {
      const value = valueOf(values, name);
      return value === null ? '' : whole.replace(placeholder, () => value);
    }),
    paragraphs: text.paragraphs.flatMap((paragraph) => fillWhole(paragraph, values) ?? []),
    link: url !== null && text.button !== null ? { label: text.button, url, hint } : null,
    footer: text.footer,
  };
}

export function renderMail(mail: FilledMail): RenderedMail {
  return { subject: mail.subject, text: renderText(mail), html: renderHtml(mail) };
}

/** Null if a value is missing. */
function fillWhole(text: string, values: Values): string | null {
  const names = [...text.matchAll(placeholder)].map(([, name = '']) => name);
  if (names.some((name) => valueOf(values, name) === null)) return null;
  return text.replaceAll(placeholder, (_, name: string) => valueOf(values, name) ?? '');
}

function valueOf(values: Values, name: string): string | null {
  return (values as Readonly<Record<string, string | undefined>>)[name] ?? null;
}
