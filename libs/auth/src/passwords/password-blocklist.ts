import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { foldCase } from '@janus/kernel';

const newline = 10;
let file: Buffer | undefined;

/**
 * Whether the password is one of those that everybody guesses first, in whatever case (NIST SP 800-63B-4 section 3.1.1.2, OWASP
 * ASVS 6.2.4). The list is a sorted file, searched as it lies in memory: no copy of it is made, however often it is asked.
 */
export function isBlocklisted(password: string): boolean {
  file ??= readFileSync(join(__dirname, 'password-blocklist.txt'));
  const wanted = Buffer.from(foldCase(password), 'utf8');
  let [from, to] = [0, file.length];
  while (from < to) {
    const middle = from + ((to - from) >> 1);
    const start = middle === 0 ? 0 : file.lastIndexOf(newline, middle - 1) + 1;
    const end = file.indexOf(newline, start);
    const order = file.compare(wanted, 0, wanted.length, start, end);
    if (order === 0) return true;
    if (order < 0) from = end + 1;
    else to = start;
  }
  return false;
}
