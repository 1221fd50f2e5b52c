import { escapeHtml } from '@janus/kernel';
import { dark, light } from '../templates/colours.js';
import type { Language } from '../templates/language.js';
import type { WrittenMail } from '../templates/mail-writer.js';

const styles = [
  ':root{color-scheme:light dark}',
  `body{max-width:720px;margin:0 auto;padding:16px;font:16px/1.5 system-ui,sans-serif;background:${light.card};color:${light.text}}`,
  `a{color:${light.link}}`,
  'iframe{width:100%;height:560px;border:1px solid}',
  'pre{white-space:pre-wrap;overflow-wrap:anywhere}',
  `@media (prefers-color-scheme:dark){body{background:${dark.card};color:${dark.text}}a{color:${dark.link}}}`,
].join('');

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${styles}</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
${body}
</body>
</html>
`;
}

/** Every mail in every language. */
export function previewList(names: readonly string[], languages: readonly Language[]): string {
  const rows = names.map((name) => {
    const links = languages.map((language) => `<a href="/docs/mail/${name}?lang=${language}">${language}</a>`);
    return `<li>${name}: ${links.join(' ')}</li>`;
  });
  return page('Mails', `<ul>\n${rows.join('\n')}\n</ul>`);
}

/** One mail as it is seen, and its text. The frame runs no script and has no origin. */
export function previewPage(name: string, { language, subject, html, text }: WrittenMail): string {
  const body = [
    `<p><a href="/docs/mail">All mails</a></p>`,
    `<p>Subject: <strong lang="${language}">${escapeHtml(subject)}</strong></p>`,
    `<h2>HTML</h2>`,
    `<iframe sandbox title="HTML of ${name}" srcdoc="${escapeHtml(html)}"></iframe>`,
    `<h2>Text</h2>`,
    `<pre lang="${language}">${escapeHtml(text)}</pre>`,
  ];
  return page(name, body.join('\n'));
}
