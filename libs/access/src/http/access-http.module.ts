import { Module } from '@nestjs/common';
import { RolesController } from './roles.controller.js';

/** The door of the access room: what its matrix says. */
@Module({ controllers: [RolesController] })
export class AccessHttpModule {}
