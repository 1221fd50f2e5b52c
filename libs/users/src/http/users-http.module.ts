import { Module } from '@nestjs/common';

import { ExplainController } from './explain.controller.js';
import { UserCreationController } from './user-creation.controller.js';
import { UserPages } from './user-pages.js';
import { UserStatesController } from './user-states.controller.js';
import { UsersController } from './users.controller.js';

/** The door of the users' room; `UsersModule` is imported by the app. */
@Module({
  controllers: [UsersController, UserCreationController, UserStatesController, ExplainController],
  providers: [UserPages],
})
export class UsersHttpModule {}
