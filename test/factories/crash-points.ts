import type { Adapters } from '@janus/database';
import { wrapPorts } from './wrap-port.js';

/** What a process that is gone can do. */
class Crashed extends Error {}

/** Before the call reaches the database, or after the database has done it and before anybody hears of it. */
export type CrashMoment = 'before' | 'after';

/**
 * Ports of a process that dies at one of its calls: that call and every later one fail, so nothing is done any more, not even what
 * an error would make the process do. Calls that read count as well: the process may die between any two.
 */
export class CrashPoints {
  readonly adapters: Adapters;
  private calls = 0;
  private diesAt = Number.POSITIVE_INFINITY;
  private moment: CrashMoment = 'before';
  private isDead = false;

  constructor(adapters: Adapters) {
    const wrapped = wrapPorts(adapters, (call) => this.call(call));
    // The ring of keys is read by a timer, whatever else is done.
    this.adapters = { ...wrapped, signingKeys: adapters.signingKeys };
  }

  /** The process lives again, and dies at its so-many-th call from now. */
  arm(call: number, moment: CrashMoment): void {
    Object.assign(this, { calls: 0, diesAt: call, moment, isDead: false });
  }

  /** Whether it has died; false: it made fewer calls than that. */
  get hasCrashed(): boolean {
    return this.isDead;
  }

  private async call(work: () => unknown): Promise<unknown> {
    if (this.isDead) throw new Crashed('the process is gone');
    this.calls += 1;
    const isLast = this.calls === this.diesAt;
    if (isLast && this.moment === 'before') this.die();
    const result = await work();
    if (isLast) this.die();
    return result;
  }

  private die(): never {
    this.isDead = true;
    throw new Crashed('the process dies here');
  }
}

/**
 * Does the same thing to its end and, each time from the beginning, to every point at which the process can die on the way.
 * @param attempt one try: it prepares, does the thing, and checks what a process finds that comes after
 * @returns at how many points it died
 */
export async function atEveryPoint(points: CrashPoints, attempt: (arm: () => void) => Promise<void>): Promise<number> {
  for (let call = 1; ; call += 1) {
    for (const moment of ['before', 'after'] as const) {
      await attempt(() => points.arm(call, moment));
      if (!points.hasCrashed) return (call - 1) * 2;
    }
  }
}
