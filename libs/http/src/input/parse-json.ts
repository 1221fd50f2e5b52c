import { Problem } from '@janus/kernel';
import { httpProblems } from '../http.problems.js';

const maxDepth = 32;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const forbidden = new Set(['__proto__', 'constructor']);

/**
 * Strict JSON (RFC 8259): UTF-8 without a byte order mark, at most 32 levels, no member that could reach a prototype.
 * @returns undefined for an empty body
 * @throws Problem MALFORMED_JSON
 */
export function parseJson(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  const value = parse(decode(body));
  inspect(value, 1);
  return value;
}

function decode(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch (cause) {
    throw new Problem(httpProblems.MALFORMED_JSON, { detail: 'The body is not valid UTF-8.', cause });
  }
}

// The message of the engine's error quotes the body, which may hold a password: it stays here.
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Problem(httpProblems.MALFORMED_JSON);
  }
}

function inspect(value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > maxDepth) throw new Problem(httpProblems.MALFORMED_JSON, { detail: 'The body is nested too deep.' });
  for (const [name, member] of Object.entries(value)) {
    if (forbidden.has(name))
      throw new Problem(httpProblems.MALFORMED_JSON, { detail: `A member named ${name} is not accepted.` });
    inspect(member, depth + 1);
  }
}
