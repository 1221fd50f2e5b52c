import { codePoints, hasControls, isWellFormedText } from '@janus/kernel';
import type { MailText } from './mail-text.js';
import type { TemplateFacts } from './template-data.js';

const fields = ['Subject', 'Greeting', 'Button'] as const;
const longestLine = 200;
const placeholder = /\{\{(.*?)\}\}/g;

/**
 * One text that replaces ours:
 *
 *     Subject: Confirm your address
 *     Greeting: Hello {{name}},
 *     Button: Confirm
 *
 *     A paragraph. A blank line begins the next one.
 *
 *     --
 *     The footer.
 *
 * @returns the text, or everything that is wrong with it
 */
export function parseOverride(content: string, facts: TemplateFacts): { text: MailText } | { mistakes: string[] } {
  if (!isWellFormedText(content)) return { mistakes: ['is not a text in UTF-8'] };
  const [head = '', ...rest] = content
    .replace(/^\ufeff/, '')
    .replaceAll('\r\n', '\n')
    .trim()
    .split(/\n[ \t]*\n/);
  const { given, mistakes } = readFields(head);
  const end = rest.findIndex((part) => /^--[ \t]*(?:\n|$)/.test(part.trim()));
  const parts = (end < 0 ? rest : rest.slice(0, end)).map(oneLine);
  const text: MailText = {
    subject: given.Subject ?? '',
    greeting: given.Greeting ?? '',
    paragraphs: parts.filter((part) => part !== ''),
    button: given.Button ?? null,
    footer: end < 0 ? '' : oneLine(rest.slice(end).join('\n').trim().replace(/^--/, '')),
  };
  mistakes.push(...judge(text, facts));
  return mistakes.length > 0 ? { mistakes } : { text };
}

type Given = Partial<Record<(typeof fields)[number], string>>;

function readFields(head: string): { given: Given; mistakes: string[] } {
  const [given, mistakes]: [Given, string[]] = [{}, []];
  for (const line of head.split('\n')) {
    const [, name = '', value = ''] = /^(\w+):[ \t]*(.*)$/.exec(line) ?? [];
    const field = fields.find((one) => one === name);
    if (!field) mistakes.push(`has a line before the first blank one that is none of ${fields.join(', ')}`);
    else if (given[field] !== undefined) mistakes.push(`has ${field} twice`);
    else given[field] = value.trim();
  }
  return { given, mistakes };
}

function judge({ subject, greeting, paragraphs, button, footer }: MailText, facts: TemplateFacts): string[] {
  const mistakes: string[] = [];
  const lines = { Subject: subject, Greeting: greeting, ...(facts.link === null ? {} : { Button: button ?? '' }) };
  for (const [name, line] of Object.entries(lines)) {
    if (line === '') mistakes.push(`lacks ${name}`);
    if (codePoints(line) > longestLine || hasControls(line))
      mistakes.push(`has a ${name} that is no line of at most ${longestLine} characters`);
  }
  if (facts.link === null && button !== null) mistakes.push('has a Button, but this mail has no link');
  if (paragraphs.length === 0) mistakes.push('has no paragraph');
  for (const fixed of [subject, button ?? '', footer])
    if (fixed.includes('{{')) mistakes.push('has a placeholder in Subject, Button or footer, where none is filled');
  const used = [greeting, ...paragraphs].flatMap((part) =>
    [...part.matchAll(placeholder)].map(([, name = '']) => name),
  );
  const known: readonly string[] = facts.placeholders;
  const unknown = used.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    mistakes.push(`uses {{${unknown.join('}}, {{')}}}; this mail has {{${known.join('}}, {{')}}}`);
  return mistakes;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
