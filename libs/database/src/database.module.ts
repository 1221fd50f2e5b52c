import { CallerReader } from '@janus/access';
import { AuditChainsRepository, AuditIntentsRepository, AuditLogRepository } from '@janus/audit';
import {
  AttemptsRepository,
  ClientsRepository,
  CredentialsRepository,
  LinksRepository,
  SessionsRepository,
  SetupRepository,
  SigningKeysRepository,
  UserTransferRepository,
} from '@janus/auth';
import { OutboxReader, OutboxRepository } from '@janus/mail';
import {
  IdempotencyRepository,
  InvitationsRepository,
  SuperAdminCount,
  UserSessions,
  UsersRepository,
} from '@janus/users';
import type { DynamicModule, Provider } from '@nestjs/common';
import { Module } from '@nestjs/common';
import type { Engine } from './adapters.js';

/** The open engine itself, for health checks and shutdown. */
export const DATABASE_ENGINE = Symbol('Engine');

/** Provides every port by one engine's adapter. */
@Module({})
export class DatabaseModule {
  static forEngine(engine: Engine): DynamicModule {
    const { adapters } = engine;
    const providers: Provider[] = [
      { provide: DATABASE_ENGINE, useValue: engine },
      { provide: CallerReader, useValue: adapters.callerReader },
      { provide: UsersRepository, useValue: adapters.users },
      { provide: CredentialsRepository, useValue: adapters.credentials },
      { provide: UserTransferRepository, useValue: adapters.userTransfer },
      { provide: AttemptsRepository, useValue: adapters.attempts },
      { provide: SessionsRepository, useValue: adapters.sessions },
      { provide: UserSessions, useExisting: SessionsRepository },
      { provide: InvitationsRepository, useValue: adapters.invitations },
      { provide: IdempotencyRepository, useValue: adapters.idempotency },
      { provide: SuperAdminCount, useValue: adapters.superAdminCount },
      { provide: SigningKeysRepository, useValue: adapters.signingKeys },
      { provide: ClientsRepository, useValue: adapters.clients },
      { provide: SetupRepository, useValue: adapters.setup },
      { provide: LinksRepository, useValue: adapters.links },
      { provide: AuditLogRepository, useValue: adapters.auditLog },
      { provide: AuditChainsRepository, useValue: adapters.auditChains },
      { provide: AuditIntentsRepository, useValue: adapters.auditIntents },
      { provide: OutboxRepository, useValue: adapters.outbox },
      { provide: OutboxReader, useValue: adapters.outboxReader },
    ];
    return {
      module: DatabaseModule,
      global: true,
      providers,
      exports: providers.map((one) => ('provide' in one ? one.provide : one)),
    };
  }
}
