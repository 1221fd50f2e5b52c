import { escapeHtml } from '@janus/kernel';
import { dark, light } from './colours.js';
import type { FilledMail } from './filled-mail.js';

type Colours = Readonly<Record<keyof typeof light, string>>;

const font = "16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

// Classes for the clients that know them, attributes for those that do not.
function colours({ page, card, text, quiet, link, button, onButton }: Colours): string {
  return [
    `body,.page{background:${page}!important}`,
    `.card{background:${card}!important;color:${text}!important}`,
    `.quiet{color:${quiet}!important}`,
    `.link{color:${link}!important}`,
    `.button{background:${button}!important;color:${onButton}!important}`,
  ].join('');
}

const style = `:root{color-scheme:light dark}@media (prefers-color-scheme:dark){${colours(dark)}}@media (max-width:480px){.card{padding:20px!important}}`;

/** The mail as HTML: nothing is loaded from anywhere, and every word is escaped. */
export function renderHtml({ language, subject, greeting, paragraphs, link, footer }: FilledMail): string {
  const body = [greeting, ...paragraphs].map((text) => `<p style="margin:0 0 16px">${escapeHtml(text)}</p>`);
  return `<!doctype html>
<html lang="${language}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title>
<style>${style}</style>
</head>
<body class="page" style="margin:0;padding:0;background:${light.page}">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:${light.page}">
<tr><td align="center" style="padding:16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px">
<tr><td class="card" style="padding:32px;border-radius:8px;background:${light.card};color:${light.text};font:${font};text-align:left">
<h1 style="margin:0 0 16px;font-size:20px;line-height:1.3">${escapeHtml(subject)}</h1>
${body.join('\n')}
${link ? linkHtml(link) : ''}<p class="quiet" style="margin:24px 0 0;font-size:14px;color:${light.quiet}">${escapeHtml(footer)}</p>
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}

function linkHtml({ label, url, hint }: NonNullable<FilledMail['link']>): string {
  const href = escapeHtml(url);
  return `<p style="margin:24px 0"><a class="button" href="${href}" style="display:inline-block;padding:12px 20px;border-radius:6px;background:${light.button};color:${light.onButton};text-decoration:none;font-weight:600">${escapeHtml(label)}</a></p>
<p class="quiet" style="margin:0 0 16px;font-size:14px;color:${light.quiet}">${escapeHtml(hint)}<br><a class="link" href="${href}" style="color:${light.link};word-break:break-all">${href}</a></p>
`;
}
