import type { InputError } from '@janus/kernel';
import type { Read } from './import-fields.js';
import { importFields } from './import-fields.js';
import { longestLine } from './line-reader.js';

type Fields = typeof importFields;
type ValueOf<R> = R extends (given: unknown) => Read<infer T> ? T : never;

/** A line as it was understood: null where it leaves the choice to the import. */
export type ImportedFields = { readonly [name in keyof Fields]: ValueOf<Fields[name]> };

export type ImportLine = { readonly fields: ImportedFields } | { readonly mistakes: readonly InputError[] };

// The mark at the beginning of the file is gone by now: another one is a mistake.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const longestName = 60;

/** Reads one line and tells every mistake at once, naming fields but never showing a value. @param bytes null if it is too long */
export function readImportLine(bytes: Buffer | null): ImportLine {
  if (bytes === null) return whole(`is longer than ${longestLine} bytes`);
  const text = decode(bytes);
  if (text === null) return whole('is not valid UTF-8');
  const value = parse(text);
  if (value === undefined) return whole('is not valid JSON');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return whole('must be a JSON object');
  return readFields(value as Readonly<Record<string, unknown>>);
}

function readFields(given: Readonly<Record<string, unknown>>): ImportLine {
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(importFields, name));
  const mistakes = unknown.map((name) => ({ pointer: pointerTo(name), message: 'is not a known field' }));
  const fields: Record<string, unknown> = {};
  for (const [name, read] of Object.entries(importFields)) {
    const outcome = read(Object.hasOwn(given, name) ? given[name] : undefined);
    if ('mistake' in outcome) mistakes.push({ pointer: pointerTo(name), message: outcome.mistake });
    else fields[name] = outcome.value;
  }
  return mistakes.length > 0 ? { mistakes } : { fields: fields as ImportedFields };
}

function whole(message: string): ImportLine {
  return { mistakes: [{ pointer: '', message }] };
}

function decode(bytes: Buffer): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

// The message of the engine's error quotes the line, which may hold a hash: it stays here.
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** RFC 6901. Of a long name the beginning: what stands where names belong may be anything. */
function pointerTo(name: string): string {
  const short = name.length > longestName ? `${name.slice(0, longestName)}…` : name;
  return `/${short.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
