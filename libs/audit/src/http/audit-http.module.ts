import { Module } from '@nestjs/common';
import { AuditPages } from './audit-pages.js';
import { AuditController } from './audit.controller.js';

/** The door of the audit room; `AuditModule` is imported by the app. */
@Module({ controllers: [AuditController], providers: [AuditPages] })
export class AuditHttpModule {}
