import { codePoints, hasControls, isWellFormedText } from '@janus/kernel';

const longest = 100;

/** The name as it is stored: trimmed and NFC; null if it is no line of 1 to 100 characters. */
export function normalizeClientName(text: string): string | null {
  if (!isWellFormedText(text) || hasControls(text)) return null;
  const name = text.trim().normalize('NFC');
  return name === '' || codePoints(name) > longest ? null : name;
}
