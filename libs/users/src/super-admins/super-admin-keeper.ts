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
    const isLast = isRemoval(before, after) && (await this.count.read()) <= 1;
    return isLast ? refused('LAST_SUPER_ADMIN', lastOneRule) : allowed;
  }

  /**
   * Runs a guarded write between the two halves of the count: a removal is counted before, an addition after, so that a crash
   * in between leaves the count too low and never lets the last one go.
   * @param write the transition from `before` to `after`; it reports whether it won
   * @throws Problem LAST_SUPER_ADMIN, and nothing was written
   */
  async around(before: Standing, after: Standing, write: () => Promise<boolean>): Promise<boolean> {
    const removes = isRemoval(before, after);
    if (removes && !(await this.count.removeOne())) throw refusalProblem('LAST_SUPER_ADMIN');
    const won = await write();
    const isAddition = !isActingSuperAdmin(before) && isActingSuperAdmin(after);
    if (won ? isAddition : removes) await this.count.addOne();
    return won;
  }
}
