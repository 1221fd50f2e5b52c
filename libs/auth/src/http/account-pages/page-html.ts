import { escapeHtml } from '@janus/kernel';
import type { Language, LinkPath } from '@janus/mail';
import type { PasswordRule } from '../../passwords/password-policy.js';
import { accountPages } from './account-pages.js';
import type { PageTexts, PasswordLimits } from './page-text.js';
import { pageTexts } from './page-texts.js';

/** The password policy in force, as far as people are told. */
export interface ToldPolicy extends PasswordLimits {
  readonly rules: readonly Pick<PasswordRule, 'code' | 'message'>[];
}

/** Words for the script, where nobody sees them: it may not have any inside, for it speaks every language. */
function messages({ messages }: PageTexts): string {
  return Object.entries(messages)
    .map(([name, text]) => `<template data-message="${name}">${escapeHtml(text)}</template>`)
    .join('\n');
}

/** Each rule says how the API tells it, so that the script can say a refusal in the language of the page. */
function passwordField(texts: PageTexts, policy: ToldPolicy): string {
  const rules = policy.rules.map(
    ({ code, message }) => `<li data-told="${escapeHtml(message)}">${escapeHtml(texts.rule[code](policy))}</li>`,
  );
  return `<label for="password">${escapeHtml(texts.password)}</label>
<input id="password" type="password" autocomplete="new-password" autocapitalize="none" autocorrect="off" spellcheck="false" required aria-describedby="rules">
<label class="choice"><input id="show" type="checkbox" aria-controls="password"> ${escapeHtml(texts.showPassword)}</label>
<div id="rules">
<p>${escapeHtml(texts.rulesIntro)}</p>
<ul>
${rules.join('\n')}
</ul>
</div>`;
}

/**
 * A page of `/account/`. It knows no token: that stands in the fragment, which only the script sees. The form has neither address
 * nor names, and stays hidden until the script has come: without it nothing can be sent anywhere.
 */
export function renderAccountPage(name: LinkPath, language: Language, policy: ToldPolicy): string {
  const texts = pageTexts[language];
  const { title, intro, button, done, next, deadLink } = texts.pages[name];
  const { endpoint, asksPassword } = accountPages[name];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="account.css">
<script src="account.js" defer></script>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<noscript><p class="failure">${escapeHtml(texts.noScript)}</p></noscript>
<p id="incomplete" class="failure" tabindex="-1" hidden>${escapeHtml(texts.incomplete)}</p>
<div id="failure" class="failure" role="alert" tabindex="-1"></div>
<form id="form" data-call="../api/v1/auth/${endpoint}" method="post" novalidate hidden>
<p>${escapeHtml(intro)}</p>
${asksPassword ? `${passwordField(texts, policy)}\n` : ''}<button type="submit">${escapeHtml(button)}</button>
<p id="sending" role="status"></p>
</form>
<div id="done" class="done" tabindex="-1" hidden>
<h2>${escapeHtml(done)}</h2>
<p>${escapeHtml(next)}</p>
</div>
</main>
${messages(texts)}
<template data-message="advice">${escapeHtml(deadLink)}</template>
</body>
</html>
`;
}
