import type { Seen } from './traffic.js';

/** One line of the table: what was done, what was seen, what should not have been. */
export interface Outcome {
  readonly engine: string;
  readonly scenario: string;
  readonly requests: number;
  /** Longest time until an answer while the trouble lasted, in milliseconds; null where it does not apply. */
  readonly longestMs: number | null;
  readonly statuses: string;
  /** From the end of the trouble to the first 200 of `me`, in milliseconds. */
  readonly recoveryMs: number | null;
  readonly acknowledged: number;
  readonly lost: number;
  readonly violations: readonly string[];
}

/** How often each status was seen: `503 x120, 200 x40`; a broken connection counts under its error. */
export function countStatuses(seen: readonly Seen[]): string {
  const counts = new Map<string, number>();
  for (const { status, error } of seen) {
    const name = status === 0 ? String(error) : String(status);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const sorted = [...counts].toSorted(([, a], [, b]) => b - a);
  return sorted.map(([name, count]) => `${name} x${count}`).join(', ') || '-';
}

/** Each kind of violation once, with how often. */
export function violationsOf(seen: readonly Seen[], judge: (one: Seen) => string | null): string[] {
  const counts = new Map<string, number>();
  for (const one of seen) {
    const violation = judge(one);
    if (violation) counts.set(violation, (counts.get(violation) ?? 0) + 1);
  }
  return [...counts].map(([violation, count]) => `${violation} (${count}x)`);
}

export function longest(seen: readonly Seen[]): number {
  return Math.round(Math.max(0, ...seen.map(({ startedAt, endedAt }) => endedAt - startedAt)));
}

const widths = [9, 22, 8, 10, 12, 6, 5] as const;

export function printHeading(): void {
  print(
    ['engine', 'scenario', 'requests', 'longest ms', 'recovery ms', 'acked', 'lost'],
    'statuses during the trouble',
  );
}

export function printOutcome(outcome: Outcome): void {
  const { engine, scenario, requests, longestMs, recoveryMs, acknowledged, lost, statuses, violations } = outcome;
  const cells = [engine, scenario, requests, longestMs ?? '-', recoveryMs ?? '-', acknowledged, lost];
  print(cells, statuses);
  for (const violation of violations) process.stdout.write(`  VIOLATION ${violation}\n`);
}

function print(cells: readonly (string | number)[], rest: string): void {
  const padded = cells.map((cell, index) => String(cell).padEnd(widths[index] ?? 0));
  process.stdout.write(`${padded.join(' ')} ${rest}\n`);
}
