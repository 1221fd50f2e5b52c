/** Attempts that may come one right after the other (OWASP ASVS 6.3.1, NIST SP 800-63B-4 section 3.2.2). */
export const freeAttempts = 5;

const longestSeconds = 15 * 60;
// Never shut out: whoever can lock the super admins out of a service has won something.
const longestForSuperAdminSeconds = 30;

/**
 * How long no attempt is looked at after so many failures in a row: 2 s after the fifth, then twice as long each time, up to
 * 15 minutes.
 * @returns milliseconds; 0 while the next attempt is free
 */
export function delayAfter(failures: number, isSuperAdmin: boolean): number {
  if (failures < freeAttempts) return 0;
  const seconds = 2 ** Math.min(failures - freeAttempts + 1, 20);
  return Math.min(seconds, isSuperAdmin ? longestForSuperAdminSeconds : longestSeconds) * 1000;
}
