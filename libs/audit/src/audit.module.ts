import { Global, Module } from '@nestjs/common';
import { AuditReader } from './audit-reader.service.js';
import { AuditSweepService } from './audit-sweep.service.js';
import { AUDIT_OPTIONS, AuditModuleClass } from './audit.options.js';
import { AuditService } from './audit.service.js';
import { AuditTrail } from './chain/audit-trail.service.js';
import { AuditVerificationService } from './chain/audit-verification.service.js';

const services = [AuditReader, AuditService, AuditSweepService, AuditTrail, AuditVerificationService];

/** The audit log without HTTP. Global, so that its options are given once, by the app. Needs the ports and Clock. */
@Global()
@Module({ providers: services, exports: [...services, AUDIT_OPTIONS] })
export class AuditModule extends AuditModuleClass {}
