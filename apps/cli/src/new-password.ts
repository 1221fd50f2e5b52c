import { brokenRules } from '@janus/auth';
import type { Settings } from '@janus/config';
import { isWellFormedText, newSecret } from '@janus/kernel';
import { RefusedError } from './command.js';
import { promptPassword, readPassword } from './password-input.js';

export interface NewPassword {
  readonly password: string;
  /** Made here, so it must be shown once. */
  readonly isGenerated: boolean;
}

/** A password from standard input, from a terminal, or of our own making. @throws RefusedError if the policy refuses it */
export async function obtainPassword(
  fromStdin: boolean,
  email: string,
  { passwordPolicy }: Settings,
): Promise<NewPassword> {
  const isGenerated = !fromStdin && !process.stdin.isTTY;
  const typed = fromStdin ? readPassword : promptPassword;
  // The suffix has a character of each class that the classic policy asks for.
  const password = isGenerated ? `${newSecret(18)}-aA1` : await typed();
  const broken = isWellFormedText(password)
    ? brokenRules(passwordPolicy, password, { email }).map(({ message }) => message)
    : ['must be well-formed text'];
  if (broken.length > 0) throw new RefusedError(`the password ${broken.join(', ')}`);
  return { password, isGenerated };
}

/** The line that shows a generated password; none for one that somebody has typed. */
export function shownOnce({ password, isGenerated }: NewPassword): string {
  return isGenerated ? `password, shown this once: ${password}\n` : '';
}
