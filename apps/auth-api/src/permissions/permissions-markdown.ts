import { actions, levelOf, roles, rowOf } from '@janus/access';
import { problemSlug } from '@janus/kernel';
import { policyRules } from '@janus/users';
import { cellText, intro, rulesIntro, scopeMeanings } from './permissions-text.js';

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** `docs/permissions.md`. */
export function renderPermissionsMarkdown(): string {
  const { none, ...meanings } = scopeMeanings;
  const matrix = table(
    ['Action', '', ...roles.map((role) => `${role} (${levelOf(role)})`)],
    actions.map((action) => {
      const { title, cells } = rowOf(action);
      return [`\`${action}\``, title, ...roles.map((role) => cellText(cells[role]))];
    }),
  );
  const rules = table(
    ['Rule', 'Code', 'Refuses if'],
    policyRules.map(({ rule, reason, meaning }) => [
      String(rule),
      `[\`${reason}\`](problems/${problemSlug(reason)}.md)`,
      meaning,
    ]),
  );
  const legend = Object.entries({ ...meanings, '–': none }).map(([word, meaning]) => `- **${word}**: ${meaning}`);
  const notes = actions.flatMap((action) => {
    const { unguarded } = rowOf(action);
    return unguarded ? [`- \`${action}\`: ${unguarded}.`] : [];
  });
  return [
    '<!-- Generated from libs/access/src/matrix.ts by `npm run generate`. -->',
    '# Permissions',
    intro,
    legend.join('\n'),
    matrix,
    'No route is guarded by these:',
    notes.join('\n'),
    '## Rules',
    rulesIntro,
    rules,
    '',
  ].join('\n\n');
}
