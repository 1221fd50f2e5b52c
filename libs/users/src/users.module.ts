import { Global, Module } from '@nestjs/common';
import { IdempotencyService } from './idempotency/idempotency.service.js';
import { InvitationLinks } from './invitations/invitation-links.service.js';
import { ReinvitationService } from './invitations/reinvitation.service.js';
import { UserCreationService } from './invitations/user-creation.service.js';
import { ExplainService } from './policy/explain.service.js';
import { SuperAdminKeeper } from './super-admins/super-admin-keeper.js';
import { UserChanges } from './user-changes.service.js';
import { SuperAdminRecountService } from './super-admins/super-admin-recount.service.js';
import { SuperAdminReinstatementService } from './super-admins/super-admin-reinstatement.service.js';
import { UserStatesService } from './user-states.service.js';
import { USERS_OPTIONS, UsersModuleClass } from './users.options.js';
import { UsersService } from './users.service.js';

const services = [
  UsersService,
  UserStatesService,
  UserCreationService,
  InvitationLinks,
  ReinvitationService,
  UserChanges,
  IdempotencyService,
  SuperAdminKeeper,
  ExplainService,
  SuperAdminRecountService,
  SuperAdminReinstatementService,
];

/** Users without HTTP. Global, so that its options are given once, by the app. Needs the ports and Clock. */
@Global()
@Module({ providers: services, exports: [...services, USERS_OPTIONS] })
export class UsersModule extends UsersModuleClass {}
