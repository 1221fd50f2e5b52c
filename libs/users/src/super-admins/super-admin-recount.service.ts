import { Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { untilWon } from '../user-change.js';
import type { User } from '../user.js';
import type { UserPosition } from '../users.repository.js';
import { UsersRepository } from '../users.repository.js';
import { actingSuperAdmins, isActingSuperAdmin } from './standing.js';
import { SuperAdminCount } from './super-admin-count.js';

export interface SuperAdminFigures {
  /** What the guard record says. */
  readonly counted: number;
  /** How many there are. */
  readonly real: number;
}

const pageSize = 100;
const looks = 5;
const pauseMs = 100;
const longestJitterMs = 200;

/** Sets the count of super admins right, while everybody may go on adding and removing them. */
@Injectable()
export class SuperAdminRecountService {
  constructor(
    private readonly users: UsersRepository,
    private readonly count: SuperAdminCount,
  ) {}

  /** The figures as they are; they differ for a moment while somebody is added or removed. */
  async look(): Promise<SuperAdminFigures> {
    const { n } = await this.count.read();
    return { counted: n, real: await this.users.count(actingSuperAdmins) };
  }

  /** The figures, looked at again for a while if they differ. */
  async settled(): Promise<SuperAdminFigures> {
    for (let left = looks; ; left -= 1) {
      const figures = await this.look();
      if (figures.counted === figures.real || left <= 1) return figures;
      await pause(pauseMs);
    }
  }

  /** Recounts unless the figures agree. @returns the figures before */
  async mend(): Promise<SuperAdminFigures> {
    const figures = await this.look();
    if (figures.counted !== figures.real) await this.recount();
    return figures;
  }

  /**
   * The new epoch voids what others have yet to add. Touching each super admin makes every removal lose that was counted before
   * it: its write names an older version. A removal or addition that is counted after it makes the last step lose. So what is
   * set is never more than there are, however long anybody was held up, and nobody has to wait for anybody (ADR 19).
   */
  async recount(): Promise<number> {
    return untilWon(async () => {
      const epoch = await this.freshEpoch();
      const found = epoch === null ? null : await this.touchAll();
      if (epoch !== null && found !== null && (await this.count.endRecount(epoch, found))) return found;
      // Another recount has ended this one, or somebody was counted: then the figures differ, and it is done again.
      const { counted, real } = await this.look();
      if (counted === real) return real;
      await pause(Math.random() * longestJitterMs);
      return null;
    });
  }

  /** An epoch under which nobody has been counted: while the count is 0 that of whoever began it, else one of our own. Null if it was lost. */
  private async freshEpoch(): Promise<number | null> {
    const { n, epoch } = await this.count.read();
    if (n === 0) return epoch;
    return (await this.count.beginRecount(epoch)) ? epoch + 1 : null;
  }

  private async touchAll(): Promise<number> {
    let found = 0;
    for (let after: UserPosition | null = null; ;) {
      const page: User[] = await this.users.list({
        filter: actingSuperAdmins,
        sort: 'createdAt',
        descending: false,
        after,
        limit: pageSize,
      });
      for (const user of page) found += (await this.touch(user)) ? 1 : 0;
      const last = page.at(-1);
      if (!last || page.length < pageSize) return found;
      after = { value: last.createdAt, id: last.id };
    }
  }

  /** Raises the user's version and changes nothing else. @returns whether the user was an acting super admin at that moment */
  private touch(listed: User): Promise<boolean> {
    let user: User | null = listed;
    return untilWon(async () => {
      if (!user || !isActingSuperAdmin(user)) return false;
      if (await this.users.updateProfile(user.id, user.version, user, user.updatedAt)) return true;
      user = await this.users.findById(user.id);
      return null;
    });
  }
}
