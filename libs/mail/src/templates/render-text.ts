import type { FilledMail } from './filled-mail.js';

/** The mail as plain text; the link stands on a line of its own. */
export function renderText({ greeting, paragraphs, link, footer }: FilledMail): string {
  const parts = [greeting, ...paragraphs, ...(link ? [`${link.label}:\n${link.url}`] : []), `-- \n${footer}`];
  return `${parts.join('\n\n')}\n`;
}
