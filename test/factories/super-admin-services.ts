import type { Adapters } from '@janus/database';
import { newId } from '@janus/kernel';
import type { User } from '@janus/users';
import {
  SuperAdminKeeper,
  SuperAdminRecountService,
  SuperAdminReinstatementService,
  InvitationLinks,
  InvitationSender,
  UserChanges,
  UserCreationService,
  UserStatesService,
} from '@janus/users';
import { auditOn, origin } from './audit.js';
import { aUser } from './records.js';
import { TestClock } from './test-clock.js';

const options = {
  publicUrl: () => 'http://id.test',
  requireVerifiedEmail: false,
  invitesByMail: false,
  idempotencyKey: Buffer.alloc(32, 7),
  cursorKey: Buffer.alloc(32, 7),
};

/** A change as a request asks for it. */
export const order = (id: string) => ({ id, expected: null, reason: null, origin });

/** Nobody is invited here. */
class NobodySends extends InvitationSender {
  async send(): Promise<void> {}
}
const nobodySends = new NobodySends();

/** What adds, removes and counts super admins, on these adapters. */
export function superAdminServices(adapters: Adapters) {
  const { users, sessions, invitations, superAdminCount } = adapters;
  const clock = new TestClock();
  const keeper = new SuperAdminKeeper(superAdminCount);
  const changes = new UserChanges(keeper, auditOn(adapters, clock));
  const recount = new SuperAdminRecountService(users, superAdminCount);
  const creation = new UserCreationService(
    users,
    new InvitationLinks(invitations, nobodySends, clock, options),
    changes,
    clock,
  );
  const newcomer = async (): Promise<User> =>
    creation.store(aUser({ id: newId(new Date()), role: 'super_admin', emailVerified: true }), {
      actor: null,
      reason: null,
      origin,
    });
  return {
    keeper,
    recount,
    newcomer,
    states: new UserStatesService(users, sessions, changes, clock, options),
    reinstatement: new SuperAdminReinstatementService(users, keeper, recount, clock),
  };
}

export type SuperAdminServices = ReturnType<typeof superAdminServices>;

/** Ways in which a super admin can go. */
export const removals = {
  demote: ({ states }: SuperAdminServices, actor: User, id: string) => states.changeRole(actor, 'user', order(id)),
  suspend: ({ states }: SuperAdminServices, actor: User, id: string) => states.setActive(actor, false, order(id)),
  delete: ({ states }: SuperAdminServices, actor: User, id: string) => states.delete(actor, order(id)),
  leave: ({ states }: SuperAdminServices, actor: User) => states.deleteOwn(actor, null, origin),
} as const;

export type Removal = keyof typeof removals;
export const removalNames = Object.keys(removals) as Removal[];
