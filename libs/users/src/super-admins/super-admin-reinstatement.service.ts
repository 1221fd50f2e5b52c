import { Clock } from '@janus/kernel';
import { Injectable } from '@nestjs/common';
import { untilWon } from '../user-change.js';
import type { User } from '../user.js';
import { UsersRepository } from '../users.repository.js';
import { isActingSuperAdmin } from './standing.js';
import { SuperAdminKeeper } from './super-admin-keeper.js';
import { SuperAdminRecountService } from './super-admin-recount.service.js';

/** Makes a super admin of somebody, whatever they were, on the word of whoever has the host. */
@Injectable()
export class SuperAdminReinstatementService {
  constructor(
    private readonly users: UsersRepository,
    private readonly superAdmins: SuperAdminKeeper,
    private readonly recount: SuperAdminRecountService,
    private readonly clock: Clock,
  ) {}

  /** One write for all of it. Done again it changes nothing, but sets a count right that a crash has left too low. */
  async reinstate(id: string): Promise<User> {
    const user = await untilWon(() => this.attempt(id));
    await this.recount.mend();
    return user;
  }

  private async attempt(id: string): Promise<User | null> {
    const user = await this.users.findById(id);
    if (!user || (isActingSuperAdmin(user) && user.emailVerified)) return user;
    const after = { role: 'super_admin', isActive: true, deletedAt: null } as const;
    const won = await this.superAdmins.around(user, after, () =>
      this.users.reinstate(id, user.version, this.clock.now()),
    );
    return won ? this.users.findById(id) : null;
  }
}
