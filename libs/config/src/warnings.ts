import { schema } from './schema.js';
import type { Setting } from './setting.js';

const ours = Object.keys(schema);
const secrets = Object.entries<Setting<unknown>>(schema).flatMap(([name, { secret }]) => (secret ? [name] : []));
const maxDistance = 2;

/** What looks like a setting of ours and is none. */
export function warningsFor(names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const plain = name.replace(/_FILE$/, '');
    if (ours.includes(name) || secrets.includes(plain)) return [];
    if (ours.includes(plain)) return [`${name} has no effect: only secrets are read from files; set ${plain}`];
    const near = ours.find((known) => isNear(name, known));
    return near ? [`${name} is not a setting; did you mean ${near}?`] : [];
  });
}

// The shorter a name, the nearer it is to everything: HOME, which every shell sets, is two letters from HOST.
function isNear(name: string, known: string): boolean {
  const allowed = Math.min(maxDistance, Math.floor(known.length / 4));
  return Math.abs(name.length - known.length) <= allowed && distance(name, known) <= allowed;
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitution));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
