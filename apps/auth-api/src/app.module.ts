import { CallerGuard, RoleGuard } from '@janus/access';
import { AuditHttpModule } from '@janus/audit/http';
import { AccessHttpModule } from '@janus/access/http';
import { AuthHttpModule } from '@janus/auth/http';
import { CountedCallerGuard, RateLimits, NoBodyGuard, RateLimitGuard, RateLimitModule } from '@janus/http';
import { MailDispatcher, OutboxSweeper } from '@janus/mail';
import { MailHttpModule } from '@janus/mail/http';
import { UsersHttpModule } from '@janus/users/http';
import type { DynamicModule } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { AppInfo } from './app-info.js';
import { APP_INFO, appVersion } from './app-info.js';
import type { Core } from './core/core.module.js';
import { CoreModule } from './core/core.module.js';
import { HealthController } from './health/health.controller.js';
import { HealthService } from './health/health.service.js';
import { PermissionsController } from './permissions/permissions.controller.js';
import { ProblemsController } from './problems.controller.js';
import { Sweeper } from './start/sweeper.js';

/** The service: the core, the doors, and the guards before them in their order. */
@Module({})
export class AppModule {
  static for(core: Core): DynamicModule {
    const { quotas, redisUrl } = core.settings.limits;
    const limits = RateLimitModule.forRoot({ quotas }, redisUrl);
    const mail = MailHttpModule.for(!core.settings.isProduction);
    const info: AppInfo = { version: appVersion, poolSize: core.settings.database.poolSize };
    return {
      module: AppModule,
      imports: [CoreModule.for(core), limits, UsersHttpModule, AuthHttpModule, AuditHttpModule, AccessHttpModule, mail],
      controllers: [HealthController, ProblemsController, PermissionsController],
      providers: [
        HealthService,
        Sweeper,
        MailDispatcher,
        OutboxSweeper,
        { provide: APP_INFO, useValue: info },
        // In this order: who calls, how often, and what the role allows, before anything of the request is looked at.
        CallerGuard,
        RateLimits,
        { provide: APP_GUARD, useClass: CountedCallerGuard },
        { provide: APP_GUARD, useClass: RateLimitGuard },
        { provide: APP_GUARD, useClass: RoleGuard },
        { provide: APP_GUARD, useClass: NoBodyGuard },
      ],
    };
  }
}
