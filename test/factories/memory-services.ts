import { JwtService } from '@nestjs/jwt';
import type { AuthOptions } from '@janus/auth';
import {
  AcceptInvitationService,
  AccessTokensService,
  AccountService,
  GuessLimitService,
  KeyRingService,
  LoginService,
  LogoutService,
  PasswordChangeService,
  PasswordCheckService,
  PasswordHasher,
  PasswordPolicyService,
  RefreshService,
  RefreshTokens,
  RegistrationService,
  SessionListService,
  SessionRevocationService,
  SessionsService,
  SetupService,
  SigningKeysService,
  UnlockService,
} from '@janus/auth';
import { TokenVerifier } from '@janus/access';
import { openEngine } from '@janus/database';
import type { UsersOptions } from '@janus/users';
import {
  IdempotencyService,
  SuperAdminKeeper,
  UserCreationService,
  UserStatesService,
  UsersService,
} from '@janus/users';
import { TestClock } from './test-clock.js';

const key = Buffer.alloc(32, 7);

export const authOptions: AuthOptions = {
  registration: 'open',
  passwordPolicy: 'classic',
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
  idempotencyKey: key,
  cursorKey: key,
};

/** All services on an engine in memory and on a clock that stands still. */
export async function memoryServices(more: Partial<AuthOptions> = {}) {
  const engine = await openEngine({ url: 'memory:', poolSize: 1, timeoutMs: 1_000 });
  const { adapters: ports } = engine;
  const [clock, options] = [new TestClock(), { ...authOptions, ...more }];
  const keeper = new SuperAdminKeeper(ports.superAdminCount);
  const creation = new UserCreationService(ports.users, ports.invitations, keeper, clock, usersOptions);
  const [hasher, jwt] = [new PasswordHasher(options), new JwtService({})];
  const keyRing = new KeyRingService(ports.signingKeys, clock, options);
  const keys = new SigningKeysService(ports.signingKeys, keyRing, clock, options);
  await Promise.all([hasher.onModuleInit(), keys.onModuleInit()]);
  const { issuer, audience, ttlSeconds: maxTtlSeconds } = options.tokens;
  const verifier = new TokenVerifier(keys, clock, { issuer, audience, maxTtlSeconds });
  const refreshTokens = new RefreshTokens(options.keyEncryptionKeys);
  const accessTokens = new AccessTokensService(jwt, keys, options);
  const sessions = new SessionsService(ports.sessions, ports.credentials, accessTokens, refreshTokens, options);
  const guesses = new GuessLimitService(ports.attempts, ports.sessions, clock, options);
  const passwords = new PasswordCheckService(guesses, hasher, ports.credentials);
  const states = new UserStatesService(ports.users, ports.sessions, keeper, clock, usersOptions);
  const policy = new PasswordPolicyService(options);
  const accounts = new AccountService(ports.credentials, passwords, states);
  return {
    ports,
    clock,
    keys,
    keyRing,
    hasher,
    refreshTokens,
    creation,
    users: new UsersService(ports.users, clock),
    states,
    accounts,
    guesses,
    passwords: new PasswordChangeService(accounts, ports.credentials, policy, hasher, ports.sessions, clock),
    sessionLists: new SessionListService(ports.sessions, ports.users, clock),
    revocations: new SessionRevocationService(ports.sessions, ports.credentials, ports.users, clock),
    unlocks: new UnlockService(ports.users, guesses),
    idempotency: new IdempotencyService(ports.idempotency, clock, usersOptions),
    registration: new RegistrationService(ports.users, hasher, clock),
    login: new LoginService(ports.credentials, passwords, ports.sessions, sessions, clock),
    refresh: new RefreshService(ports.sessions, sessions, refreshTokens, clock, options),
    logout: new LogoutService(ports.sessions, sessions, refreshTokens, clock, verifier),
    invitations: new AcceptInvitationService(ports.invitations, ports.credentials, policy, hasher, clock),
    setup: new SetupService(ports.setup, ports.users, creation, hasher, clock, options),
  };
}

export type MemoryServices = Awaited<ReturnType<typeof memoryServices>>;
