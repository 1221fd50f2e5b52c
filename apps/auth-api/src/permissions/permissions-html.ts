import type { Action, Role, Scope } from '@janus/access';
import { actions, levelOf, roles, rowOf } from '@janus/access';
import { escapeHtml, problemSlug } from '@janus/kernel';
import { policyRules } from '@janus/users';
import { intro, rulesIntro, scopeMeanings } from './permissions-text.js';

function badge(scope: Scope | 'none'): string {
  return `<span class="scope ${scope}">${scope === 'none' ? '–' : scope}</span>`;
}

function cell(role: Role, scopes: readonly Scope[]): string {
  const badges = scopes.length === 0 ? badge('none') : scopes.map(badge).join(' ');
  // The name of the column, shown where the table has no room for its head.
  return `<td data-role="${role}">${badges}</td>`;
}

function actionRow(action: Action): string {
  const { title, cells } = rowOf(action);
  const head = `<th scope="row">${escapeHtml(title)}<code>${action}</code></th>`;
  return `<tr>${head}${roles.map((role) => cell(role, cells[role])).join('')}</tr>`;
}

function resourceOf(action: Action): string {
  return action.split(':', 1)[0] ?? action;
}

function bodies(): string {
  const resources = [...new Set(actions.map(resourceOf))];
  return resources
    .map((resource) => {
      const own = actions.filter((action) => resourceOf(action) === resource).map(actionRow);
      const head = `<tr class="resource"><th colspan="${roles.length + 1}" scope="rowgroup">${resource}</th></tr>`;
      return `<tbody>${head}${own.join('')}</tbody>`;
    })
    .join('\n');
}

function ruleRow({ rule, reason, meaning }: (typeof policyRules)[number]): string {
  const href = `../problems/${problemSlug(reason)}`;
  return `<tr><th scope="row">${rule}</th><td><a href="${href}"><code>${reason.replaceAll('_', '_<wbr>')}</code></a></td><td>${escapeHtml(meaning)}</td></tr>`;
}

const legend = Object.entries(scopeMeanings)
  .map(([scope, meaning]) => `<li>${badge(scope as Scope)} ${escapeHtml(meaning)}</li>`)
  .join('');
const head = roles.map((role) => `<th scope="col">${role}<small>level ${levelOf(role)}</small></th>`).join('');

/** The page at `/docs/permissions`: no script, and its styles in a file of their own. */
export function renderPermissionsHtml(): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Permissions · Janus</title>
<link rel="icon" type="image/png" href="favicon-32x32.png">
<link rel="stylesheet" href="permissions.css">
</head>
<body>
<header><nav><strong>Janus</strong> <a href="../docs">API explorer</a></nav></header>
<main>
<h1>Permissions</h1>
<p>${escapeHtml(intro)}</p>
<ul class="legend">${legend}</ul>
<table class="matrix">
<thead><tr><th scope="col">action</th>${head}</tr></thead>
${bodies()}
</table>
<h2>Rules</h2>
<p>${escapeHtml(rulesIntro)}</p>
<table class="rules">
<thead><tr><th scope="col">rule</th><th scope="col">code</th><th scope="col">refuses if</th></tr></thead>
<tbody>${policyRules.map(ruleRow).join('\n')}</tbody>
</table>
</main>
</body>
</html>
`;
}
