/** The styles of `/docs/permissions`: the explorer's look, for light and dark and for narrow screens. */
export const permissionsStyles = `:root {
  color-scheme: light dark;
  --text: #3b4151;
  --faint: #5b6472;
  --ground: #fafafa;
  --panel: #ffffff;
  --line: #d8dde7;
  --band: #f0f2f6;
  --link: #2f6fc4;
  --any: #1b7a4b; --any-ground: #d9f5e6;
  --below: #1f5fae; --below-ground: #dfecfc;
  --self: #7a5200; --self-ground: #fdf0d3;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e4e6e8;
    --faint: #9aa3ae;
    --ground: #1c2022;
    --panel: #24292c;
    --line: #3b4247;
    --band: #2c3236;
    --link: #8ab8f2;
    --any: #7fe3b1; --any-ground: #17402d;
    --below: #a5cbfa; --below-ground: #1c3657;
    --self: #f3cf83; --self-ground: #45350f;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 sans-serif; }
header { background: #1b1b1b; color: #ffffff; padding: 0.75rem 1.25rem; }
nav { max-width: 72.5rem; margin: 0 auto; display: flex; align-items: baseline; gap: 1.25rem; }
nav strong { font-size: 1.25rem; }
nav a { color: #a6e22e; }
main { max-width: 75rem; margin: 0 auto; padding: 1.25rem; }
h1 { font-size: 2.1rem; line-height: 1.2; margin: 1rem 0; }
h2 { font-size: 1.5rem; margin: 2.5rem 0 0.5rem; }
p { max-width: 48rem; }
a { color: var(--link); }
code { font: 600 0.8125rem/1.4 monospace; }
.legend li { display: flex; align-items: baseline; gap: 0.5rem; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; margin: 1.25rem 0; padding: 0; }
table { width: 100%; border-collapse: collapse; background: var(--panel); border: 1px solid var(--line); }
th, td { padding: 0.5rem 0.75rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: middle; }
thead th { background: var(--band); font-size: 0.875rem; }
thead small, .matrix th code { display: block; color: var(--faint); font-weight: 400; }
.matrix tbody th { font-weight: 400; }
.matrix thead th { position: sticky; top: 0; }
.matrix .resource th { padding-top: 1.25rem; font-weight: 700; font-size: 1.125rem; }
.scope { display: inline-block; flex: none; min-width: 3.25rem; padding: 0.0625rem 0.5rem; border-radius: 4px; text-align: center; font: 600 0.8125rem/1.5 sans-serif; }
.any { color: var(--any); background: var(--any-ground); }
.below { color: var(--below); background: var(--below-ground); }
.self { color: var(--self); background: var(--self-ground); }
.none { color: var(--faint); }
@media (max-width: 48rem) {
  header, main { padding: 0.75rem; }
  h1 { font-size: 1.75rem; }
  .legend { flex-direction: column; }
  .matrix thead { display: none; }
  .matrix, .matrix tbody, .matrix tr, .matrix th, .matrix td { display: block; }
  .matrix tr { border-bottom: 1px solid var(--line); padding: 0.5rem 0; }
  .matrix th, .matrix td { border: 0; padding: 0.125rem 0.75rem; }
  .matrix .resource { background: var(--band); }
  .matrix .resource th { padding-top: 0.125rem; }
  .matrix td { display: flex; justify-content: space-between; align-items: center; }
  .matrix td::before { content: attr(data-role); margin-right: auto; color: var(--faint); }
  .matrix td .scope + .scope { margin-left: 0.25rem; }
  .rules th, .rules td { padding: 0.5rem; }
}
`;
