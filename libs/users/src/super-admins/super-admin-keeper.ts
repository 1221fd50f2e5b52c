import type { Role } from '@janus/access';
import { Injectable } from '@nestjs/common';
import { refusalProblem } from '../policy/decision.js';
import { SuperAdminCount } from './super-admin-count.js';

/** What decides whether somebody counts as a super admin who can act. */
export interface Standing {
  readonly role: Role;
  readonly isActive: boolean;
  readonly deletedAt: Date | null;
}

/** Keeps at least one active super admin, on engines without transactions too. */
@Injectable()
export class SuperAdminKeeper {
  constructor(private readonly count: SuperAdminCount) {}

  /**
   * Runs a guarded write between the two halves of the count: a removal is counted before, an addition after, so that a crash
   * in between leaves the count too low and never lets the last one go.
   * @param write the transition from `before` to `after`; it reports whether it won
   * @throws Problem LAST_SUPER_ADMIN, and nothing was written
   */
  async around(before: Standing, after: Standing, write: () => Promise<boolean>): Promise<boolean> {
    const isRemoval = counts(before) && !counts(after);
    if (isRemoval && !(await this.count.removeOne())) throw refusalProblem('LAST_SUPER_ADMIN');
    const won = await write();
    const isAddition = !counts(before) && counts(after);
    if (won ? isAddition : isRemoval) await this.count.addOne();
    return won;
  }
}

function counts({ role, isActive, deletedAt }: Standing): boolean {
  return role === 'super_admin' && isActive && deletedAt === null;
}
