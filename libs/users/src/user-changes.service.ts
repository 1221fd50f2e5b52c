import type { AuditOrigin, NewAuditEvent } from '@janus/audit';
import { AuditService } from '@janus/audit';
import { Injectable } from '@nestjs/common';
import type { Decision } from './policy/decision.js';
import type { Standing } from './super-admins/standing.js';
import { SuperAdminKeeper } from './super-admins/super-admin-keeper.js';

/** A change of a user that is recorded, and that never takes the last super admin. */
export interface UserChange {
  readonly before: Standing;
  readonly after: Standing;
  readonly event: NewAuditEvent;
  readonly origin: AuditOrigin;
}

/** Writes changes of who somebody is or may do. */
@Injectable()
export class UserChanges {
  constructor(
    private readonly superAdmins: SuperAdminKeeper,
    private readonly audit: AuditService,
  ) {}

  /** Whether the last super admin stays, as it stands now. It is decided for good by `write`. */
  judge(before: Standing, after: Standing): Promise<Decision> {
    return this.superAdmins.judge(before, after);
  }

  /**
   * @param write the guarded transition; it reports whether it won
   * @throws Problem LAST_SUPER_ADMIN, and nothing was written
   */
  write({ before, after, event, origin }: UserChange, write: () => Promise<boolean>): Promise<boolean> {
    return this.audit.around(event, origin, () => this.superAdmins.around(before, after, write));
  }
}
