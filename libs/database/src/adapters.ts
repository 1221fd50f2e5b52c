import type { CallerReader } from '@janus/access';
import type { AuditChainsRepository, AuditIntentsRepository, AuditLogRepository } from '@janus/audit';
import type {
  AttemptsRepository,
  ClientsRepository,
  CredentialsRepository,
  LinksRepository,
  SessionsRepository,
  SetupRepository,
  SigningKeysRepository,
  UserTransferRepository,
} from '@janus/auth';
import type { OutboxReader, OutboxRepository } from '@janus/mail';
import type { IdempotencyRepository, InvitationsRepository, SuperAdminCount, UsersRepository } from '@janus/users';

/** One adapter for each port: the column of one engine. */
export interface Adapters {
  readonly callerReader: CallerReader;
  readonly users: UsersRepository;
  readonly credentials: CredentialsRepository;
  readonly userTransfer: UserTransferRepository;
  readonly attempts: AttemptsRepository;
  readonly sessions: SessionsRepository;
  readonly invitations: InvitationsRepository;
  readonly idempotency: IdempotencyRepository;
  readonly superAdminCount: SuperAdminCount;
  readonly signingKeys: SigningKeysRepository;
  readonly clients: ClientsRepository;
  readonly setup: SetupRepository;
  readonly links: LinksRepository;
  readonly auditLog: AuditLogRepository;
  readonly auditChains: AuditChainsRepository;
  readonly auditIntents: AuditIntentsRepository;
  readonly outbox: OutboxRepository;
  readonly outboxReader: OutboxReader;
}

/** What each engine says of its schema. */
export interface Migrations {
  /** Names of the steps that have been applied and of those that have not, in order. */
  status(): Promise<{ applied: string[]; pending: string[] }>;
  /** Applies what is pending and returns the names; of several instances at once one does, the others wait. */
  up(): Promise<string[]>;
}

/** An open engine. */
export interface Engine {
  readonly name: 'memory' | 'sqlite' | 'mysql' | 'mariadb' | 'postgres' | 'mongodb';
  readonly adapters: Adapters;
  readonly migrations: Migrations;
  /** One round trip. @throws Problem DATABASE_UNAVAILABLE */
  ping(): Promise<void>;
  /** Waits for what is under way and closes every connection. */
  close(): Promise<void>;
}

export interface EngineOptions {
  /** `sqlite:<path>`, `mysql://`, `postgres://`, `mongodb://` (or `mongodb+srv://`), `memory:`; without a database name it is `janus`. */
  readonly url: string;
  /** Upper bound of connections. */
  readonly poolSize: number;
  /** Longest wait for one answer, in milliseconds; then DATABASE_UNAVAILABLE. */
  readonly timeoutMs: number;
}
