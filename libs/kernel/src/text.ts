// oxlint-disable-next-line no-control-regex -- this is the rule itself
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/u;

/** Whether the text is well-formed Unicode (no lone surrogate) and free of NUL. Anything else is never stored or hashed. */
export function isWellFormedText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000');
}

/** Whether the text has control characters, line or paragraph separators. */
export function hasControls(text: string): boolean {
  return controls.test(text);
}

/** The number of code points, which is what people count as characters more nearly than UTF-16 units. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/**
 * Case-folds for comparison: NFC, upper then lower case (so that ß meets SS), final sigma as sigma.
 * Idempotent for the texts we store; a prefix of a text folds to a prefix of the folded text.
 */
export function foldCase(text: string): string {
  return text.normalize('NFC').toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFC');
}

/**
 * The least text that is greater, by code point, than every text with this prefix; null if there is none.
 * A prefix search is then a range over a binary-sorted index on every engine.
 */
export function prefixEnd(prefix: string): string | null {
  const points = Array.from(prefix, (char) => char.codePointAt(0) as number);
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    if (last >= 0x10ffff) continue;
    const next = last === 0xd7ff ? 0xe000 : last + 1;
    return String.fromCodePoint(...points, next);
  }
  return null;
}

/** Compares by code point, as the databases' binary collations do; `<` on strings compares UTF-16 units. */
export function compareText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8'));
}
