// Writes the files that are generated from the code, or with --check says which of them are stale.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { problemSlug } from '@janus/kernel';
import { renderEnvExample, renderSettingsPage } from '@janus/config';
import { format } from 'prettier';
import { problemCatalog, renderProblemPage } from '../../apps/auth-api/src/problem-catalog.js';
import { renderPermissionsMarkdown } from '../../apps/auth-api/src/permissions/permissions-markdown.js';
import { openApiText } from './openapi-text.js';

const root = join(__dirname, '../..');
const problemsFolder = 'docs/problems';

async function generated(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  files.set('.env.example', renderEnvExample());
  files.set('docs/settings.md', await format(renderSettingsPage(), { parser: 'markdown', printWidth: 120 }));
  files.set('docs/permissions.md', await format(renderPermissionsMarkdown(), { parser: 'markdown', printWidth: 120 }));
  files.set('docs/openapi.json', await openApiText());
  for (const type of problemCatalog.values()) {
    files.set(join(problemsFolder, `${problemSlug(type.code)}.md`), renderProblemPage(type));
  }
  return files;
}

function read(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

async function main(): Promise<void> {
  const files = await generated();
  const isCheck = process.argv.includes('--check');
  const stale = [...files].filter(([name, text]) => read(join(root, name)) !== text).map(([name]) => name);
  const folder = join(root, problemsFolder);
  const known = existsSync(folder) ? readdirSync(folder) : [];
  const orphans = known.map((name) => join(problemsFolder, name)).filter((name) => !files.has(name));
  if (isCheck && stale.length + orphans.length > 0) {
    process.stderr.write(`stale: ${[...stale, ...orphans].join(', ')}\nrun: npm run generate\n`);
    process.exit(1);
  }
  for (const name of isCheck ? [] : stale) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), files.get(name) ?? '');
  }
  for (const name of isCheck ? [] : orphans) rmSync(join(root, name));
  process.stdout.write(
    isCheck ? 'generated files are current\n' : `${stale.length} written, ${orphans.length} removed\n`,
  );
  process.exit(0);
}

void main();
