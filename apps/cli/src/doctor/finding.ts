/** What a look at one thing has shown. */
export interface Finding {
  readonly check: 'database' | 'migrations' | 'keys' | 'superAdmins';
  /** `fixed`: it was wrong and has been set right. `skipped`: an earlier finding stands in the way. */
  readonly status: 'ok' | 'fixed' | 'finding' | 'skipped';
  readonly message: string;
}

export function isHealthy(findings: readonly Finding[]): boolean {
  return findings.every(({ status }) => status === 'ok' || status === 'fixed');
}
