import { Injectable } from '@nestjs/common';
import type { Decision } from '../policy/decision.js';
import { allowed, refusalProblem, refused } from '../policy/decision.js';
import type { Standing } from './standing.js';
import { isActingSuperAdmin, isRemoval } from './standing.js';
import { SuperAdminCount } from './super-admin-count.js';

const lastOneRule = 7;

/** Keeps at least one active super admin, on engines without transactions too. */
@Injectable()
export class SuperAdminKeeper {
  constructor(private readonly count: SuperAdminCount) {}

  /** Rule 7 as the count stands now, without a write. It is decided for good by `around`. */
  async judge(before: Standing, after: Standing): Promise<Decision> {
    const isLast = isRemoval(before, after) && (await this.count.read()).n <= 1;
    return isLast ? refused('LAST_SUPER_ADMIN', lastOneRule) : allowed;
  }

  /**
   * Runs a guarded write between the two halves of the count: a removal is counted before, an addition after, so that a crash
   * in between leaves the count too low and never lets the last one go.
   * @param before as it was read before this call, at the version that the write is guarded by: a recount relies on it
   * @param write the transition from `before` to `after`; it reports whether it won
   * @throws Problem LAST_SUPER_ADMIN, and nothing was written
   */
  async around(before: Standing, after: Standing, write: () => Promise<boolean>): Promise<boolean> {
    const [was, is] = [isActingSuperAdmin(before), isActingSuperAdmin(after)];
    if (was === is) return write();
    const epoch = was ? await this.takeOne() : (await this.count.read()).epoch;
    const won = await write();
    // False only if a recount has begun since: then it is the recount's to know, and the count is not too high.
    if (won === is) await this.count.addOne(epoch);
    return won;
  }

  /** @returns the epoch under which one was taken away. @throws Problem LAST_SUPER_ADMIN */
  private async takeOne(): Promise<number> {
    for (;;) {
      const { n, epoch } = await this.count.read();
      if (n <= 1) throw refusalProblem('LAST_SUPER_ADMIN');
      // Lost to another removal, which brings the count nearer to one, or to a recount.
      if (await this.count.removeOne(epoch)) return epoch;
    }
  }
}
