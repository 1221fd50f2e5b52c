import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';

const root = join(__dirname, '../..');

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return filesIn(path);
    return path.endsWith('.ts') ? [path] : [];
  });
}

const sources = ['apps', 'libs']
  .flatMap((folder) => filesIn(join(root, folder)))
  .filter((path) => !path.endsWith('.spec.ts'));
const tests = [
  ...filesIn(join(root, 'test')),
  ...['apps', 'libs'].flatMap((folder) => filesIn(join(root, folder))).filter((path) => path.endsWith('.spec.ts')),
];
const text = (path: string) => readFileSync(path, 'utf8');
const linesOf = (path: string) => text(path).split('\n').length - 1;
const roles = [
  'command',
  'controller',
  'decorator',
  'decorators',
  'docs',
  'dto',
  'filter',
  'guard',
  'interceptor',
  'memory',
  'module',
  'mongoose',
  'options',
  'pipe',
  'problems',
  'query.dto',
  'repository',
  'response',
  'service',
  'settings',
  'strategy',
  'typeorm',
];

describe('the house', () => {
  it('names files in kebab-case, the role last', () => {
    const odd = sources
      .map((path) => basename(path, '.ts'))
      .filter((name) => {
        const [noun = '', ...rest] = name.split('.');
        return !/^[0-9a-z]+(-[0-9a-z]+)*$/.test(noun) || (rest.length > 0 && !roles.includes(rest.join('.')));
      });
    expect(odd).toEqual([]);
  });

  it('has no words that say nothing', () => {
    const empty =
      /\b(?:class|interface|type)\s+(?:I[A-Z][a-z]\w*|\w*(?:Impl|Manager|Util|Utils|Helper|Common)|Base[A-Z]\w*)\b/;
    const found = sources.filter(
      (path) => empty.test(text(path)) || /\b(?:util|utils|common|helpers?)\b/.test(relative(root, path)),
    );
    expect(found).toEqual([]);
  });

  it('keeps files small', () => {
    const sizes = sources.map(linesOf).toSorted((a, b) => a - b);
    const quantile = (q: number) => sizes[Math.floor(q * (sizes.length - 1))] ?? 0;
    expect(quantile(0.5)).toBeLessThanOrEqual(60);
    expect(quantile(0.9)).toBeLessThanOrEqual(180);
    expect(sources.filter((path) => linesOf(path) > 250)).toEqual([]);
  });

  it('reads the environment in one place', () => {
    const reading = sources.filter((path) => text(path).includes('process.env')).map((path) => relative(root, path));
    expect(reading).toEqual(['libs/config/src/load-settings.ts']);
  });

  it('has no default exports, no silenced checks and nothing unfinished', () => {
    const silenced = /\bexport default\b|@ts-(?:ignore|expect-error|nocheck)|\bTODO\b|\bFIXME\b/;
    expect(sources.filter((path) => silenced.test(text(path)))).toEqual([]);
  });

  it('skips no test and focuses on none', () => {
    const partial = /\b(?:it|test|describe)\.(?:skip|only|todo)\b|\bx(?:it|describe)\(/;
    expect(tests.filter((path) => path !== __filename && partial.test(text(path)))).toEqual([]);
  });
});
