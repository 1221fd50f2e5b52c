/** The form in which passwords are judged and hashed: NFC (NIST SP 800-63B-4 section 3.1.1.2), never trimmed, folded or cut. */
export function normalizePassword(password: string): string {
  return password.normalize('NFC');
}
