import { JwtService } from '@nestjs/jwt';
import { AuditReader, AuditService, AuditSweepService, AuditTrail, AuditVerificationService } from '@janus/audit';
import type { AuthOptions } from '@janus/auth';
import {
  AcceptInvitationService,
  AddressWrites,
  BackgroundWork,
  EmailChangeService,
  EmailVerificationService,
  KnownOrigins,
  LinksService,
  MailLimitService,
  MailedInvitations,
  OwnerNotices,
  PasswordResetService,
  ResetLinkService,
  StoredPasswords,
  AccessTokensService,
  AccountService,
  CredentialChanges,
  ClientCredentialsService,
  ClientsService,
  GuessLimitService,
  IntrospectionService,
  KeyRingService,
  LoginService,
  LogoutService,
  PasswordChangeService,
  PasswordCheckService,
  PasswordHasher,
  PasswordPolicyService,
  RecoverService,
  RefreshService,
  RefreshTokens,
  RegistrationService,
  SessionEndings,
  SessionListService,
  SessionRevocationService,
  SessionsService,
  SetupService,
  SigningKeysService,
  TokenRevocationService,
  UnlockService,
  UserExportService,
  UserImportService,
} from '@janus/auth';
import { TokenVerifier } from '@janus/access';
import type { Adapters } from '@janus/database';
import { openEngine } from '@janus/database';
import { MailService, OutboxSignal } from '@janus/mail';
import type { ExpectedVersion, UsersOptions } from '@janus/users';
import {
  ExplainService,
  IdempotencyService,
  InvitationLinks,
  ReinvitationService,
  SuperAdminKeeper,
  UserChanges,
  SuperAdminRecountService,
  SuperAdminReinstatementService,
  UserCreationService,
  UserStatesService,
  UsersService,
} from '@janus/users';
import { auditOptions, origin } from './audit.js';
import { TestClock } from './test-clock.js';

export { auditOn, origin } from './audit.js';

const key = Buffer.alloc(32, 7);

export const authOptions: AuthOptions = {
  registration: 'open',
  passwordPolicy: 'classic',
  requiresVerifiedEmail: false,
  mailLimit: { count: 3, seconds: 3600 },
  tokens: {
    alg: 'ES256',
    secret: null,
    issuer: () => 'http://id.test',
    audience: 'janus',
    claims: 'full',
    ttlSeconds: 3600,
    longestTtlSeconds: 86_400,
    jwksCacheSeconds: 300,
  },
  sessions: { refreshTtlSeconds: 1_000, ttlSeconds: 5_000, graceSeconds: 10 },
  // Far below what the settings allow: these tests are not about the strength of hashes.
  hashing: {
    memoryKib: 1024,
    iterations: 2,
    parallelism: 1,
    slots: 4,
    queue: 1_000,
    maxWaitMs: 60_000,
    isIsolated: false,
  },
  keyEncryptionKeys: [key],
  onSetupClosed: async () => {},
};

const usersOptions: UsersOptions = {
  publicUrl: () => 'http://id.test',
  requireVerifiedEmail: false,
  invitesByMail: false,
  idempotencyKey: key,
  cursorKey: key,
};

/** A change of role or state as a request asks for it. */
export const order = (id: string, expected: ExpectedVersion = null) => ({ id, expected, reason: null, origin });

/** All services on an engine in memory, a new one unless adapters are given, and on a clock that stands still. */
export async function memoryServices(more: Partial<AuthOptions> = {}, adapters: Adapters | null = null) {
  const ports = adapters ?? (await openEngine({ url: 'memory:', poolSize: 1, timeoutMs: 1_000 })).adapters;
  const [clock, options] = [new TestClock(), { ...authOptions, ...more }];
  const trail = new AuditTrail(ports.auditLog, ports.auditChains, clock, auditOptions);
  const audit = new AuditService(trail, ports.auditIntents, clock);
  const keeper = new SuperAdminKeeper(ports.superAdminCount);
  const changes = new UserChanges(keeper, audit);
  const mail = new MailService(ports.outbox, new OutboxSignal(), clock, { keys: [key] });
  const sender = new MailedInvitations(mail);
  const invitationLinks = new InvitationLinks(ports.invitations, sender, clock, usersOptions);
  const creation = new UserCreationService(ports.users, invitationLinks, changes, clock);
  const [hasher, jwt] = [new PasswordHasher(options), new JwtService({})];
  const keyRing = new KeyRingService(ports.signingKeys, audit, clock, options);
  const keys = new SigningKeysService(ports.signingKeys, keyRing, clock, options);
  await Promise.all([hasher.onModuleInit(), keys.onModuleInit()]);
  const { issuer, audience, ttlSeconds: maxTtlSeconds } = options.tokens;
  const verifier = new TokenVerifier(keys, clock, { issuer, audience, maxTtlSeconds });
  const refreshTokens = new RefreshTokens(options.keyEncryptionKeys);
  const accessTokens = new AccessTokensService(jwt, keys, options);
  const origins = new KnownOrigins(ports.sessions, clock);
  const notices = new OwnerNotices(mail, clock);
  const sessions = new SessionsService(ports.sessions, accessTokens, refreshTokens, options);
  const endings = new SessionEndings(ports.sessions, ports.credentials, audit, clock);
  const guesses = new GuessLimitService(ports.attempts, origins, clock, options);
  const passwords = new PasswordCheckService(guesses, hasher, ports.credentials);
  const states = new UserStatesService(ports.users, ports.sessions, changes, clock, usersOptions);
  const policy = new PasswordPolicyService(options);
  const logout = new LogoutService(endings, refreshTokens, verifier);
  const recount = new SuperAdminRecountService(ports.users, ports.superAdminCount);
  const reinstatement = new SuperAdminReinstatementService(ports.users, keeper, recount, clock);
  const accounts = new AccountService(ports.credentials, passwords, states);
  const { credentials } = ports;
  const credentialChanges = new CredentialChanges(credentials, ports.sessions, guesses, notices, audit, clock);
  const links = new LinksService(ports.links, clock);
  const [limit, background] = [new MailLimitService(ports.attempts, clock, options), new BackgroundWork()];
  const verification = new EmailVerificationService(credentials, links, mail, limit, background, audit, clock);
  const registration = new RegistrationService(
    ports.users,
    hasher,
    verification,
    mail,
    limit,
    background,
    audit,
    clock,
    options,
  );
  const addresses = new AddressWrites(credentials, ports.sessions, audit, clock);
  const { auditLog, auditChains, auditIntents } = ports;
  return {
    ports,
    clock,
    keys,
    keyRing,
    verifier,
    hasher,
    refreshTokens,
    links,
    creation,
    audit,
    trail,
    auditReader: new AuditReader(auditLog),
    auditSweep: new AuditSweepService(auditLog, auditChains, auditIntents, trail, auditOptions, clock),
    auditVerification: new AuditVerificationService(auditLog, auditChains, auditOptions),
    users: new UsersService(ports.users, audit, clock),
    states,
    explanations: new ExplainService(ports.users, keeper, clock, usersOptions),
    accounts,
    guesses,
    passwords: new PasswordChangeService(accounts, policy, hasher, credentialChanges),
    sessionLists: new SessionListService(ports.sessions, ports.users, clock),
    revocations: new SessionRevocationService(ports.sessions, ports.credentials, ports.users, audit, clock),
    unlocks: new UnlockService(ports.users, guesses, audit),
    imports: new UserImportService(ports.userTransfer, keeper, recount),
    exports: new UserExportService(ports.userTransfer),
    idempotency: new IdempotencyService(ports.idempotency, clock, usersOptions),
    registration,
    verification,
    background,
    resetLinks: new ResetLinkService(credentials, ports.users, links, mail, limit, background, audit),
    resets: new PasswordResetService(credentials, links, policy, hasher, credentialChanges, verification),
    emailChanges: new EmailChangeService(accounts, credentials, links, mail, limit, audit, addresses),
    reinvitations: new ReinvitationService(ports.users, new StoredPasswords(credentials), invitationLinks, audit),
    login: new LoginService(credentials, passwords, sessions, notices, audit, clock, options),
    refresh: new RefreshService(ports.sessions, sessions, refreshTokens, notices, audit, clock),
    logout,
    clients: new ClientsService(ports.clients, audit, clock),
    credentials: new ClientCredentialsService(ports.clients, clock),
    introspection: new IntrospectionService(verifier, ports.callerReader, refreshTokens, ports.sessions, clock),
    tokenRevocation: new TokenRevocationService(logout, refreshTokens),
    invitations: new AcceptInvitationService(ports.invitations, ports.credentials, policy, hasher, audit, clock),
    recount,
    recovery: new RecoverService(ports.credentials, creation, hasher, credentialChanges, reinstatement, clock, options),
    setup: new SetupService(ports.setup, ports.users, creation, hasher, clock, options),
  };
}

export type MemoryServices = Awaited<ReturnType<typeof memoryServices>>;
