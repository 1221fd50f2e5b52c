import { join } from 'node:path';
import { crossCheck } from './cross-checks.js';
import type { Sources } from './raw-values.js';
import { readRawValues } from './raw-values.js';
import type { Parsed, SettingName } from './schema.js';
import { schema } from './schema.js';
import type { Mistake } from './setting.js';
import { BadValue } from './setting.js';
import type { Settings } from './settings.js';
import { warningsFor } from './warnings.js';

export interface SettingsResult {
  /** Null if there are mistakes. */
  readonly settings: Settings | null;
  readonly mistakes: readonly Mistake[];
  readonly warnings: readonly string[];
}

/** Reads every setting once and reports all mistakes together. Reads nothing but its sources. */
export function readSettings(sources: Sources): SettingsResult {
  const raw = readRawValues(sources);
  const mistakes: Mistake[] = [...raw.mistakes];
  const parsed = Object.fromEntries(
    (Object.keys(schema) as SettingName[]).map((name) => [name, parseOne(name, raw.values.get(name), mistakes)]),
  ) as unknown as Parsed;
  const bad = new Set(mistakes.flatMap(({ name }) => [name, name.replace(/_FILE$/, '')]));
  mistakes.push(...crossCheck(parsed, (name) => !bad.has(name)));
  return { settings: mistakes.length === 0 ? assemble(parsed) : null, mistakes, warnings: warningsFor(raw.names) };
}

function parseOne(name: SettingName, given: string | undefined, mistakes: Mistake[]): unknown {
  const text = given ?? schema[name].default;
  if (text === null) return null;
  try {
    return schema[name].parse(text);
  } catch (error) {
    if (!(error instanceof BadValue)) throw error;
    mistakes.push({ name, wrong: error.wrong, cure: error.cure });
    return null;
  }
}

/** Where nothing is missing: settings without a default are asked for in `parsed`. */
type Whole = { readonly [N in SettingName]: NonNullable<Parsed[N]> };

function assemble(parsed: Parsed): Settings {
  const p = parsed as Whole;
  const isProduction = parsed.NODE_ENV === 'production';
  return {
    isProduction,
    host: p.HOST,
    port: p.PORT,
    publicUrl: parsed.PUBLIC_URL ?? (p.PORT === 0 ? null : `http://localhost:${p.PORT}`),
    dataDir: p.DATA_DIR,
    shutdownGraceSeconds: p.SHUTDOWN_GRACE_SECONDS,
    corsOrigins: p.CORS_ORIGINS,
    trustedProxies: p.TRUSTED_PROXIES,
    database: databaseOf(parsed, p),
    jwt: jwtOf(parsed, p),
    sessions: {
      refreshTtlSeconds: p.REFRESH_TTL_SECONDS,
      ttlSeconds: p.SESSION_TTL_SECONDS,
      graceSeconds: p.REFRESH_GRACE_SECONDS,
    },
    keyEncryptionKeys: parsed.KEY_ENCRYPTION_KEY ?? [],
    passwordPolicy: p.PASSWORD_POLICY,
    hashing: {
      memoryKib: p.HASH_MEMORY_KIB,
      iterations: p.HASH_ITERATIONS,
      parallelism: p.HASH_PARALLELISM,
      slots: p.HASH_SLOTS,
      queue: parsed.HASH_QUEUE ?? 64 * p.HASH_SLOTS,
      maxWaitMs: p.HASH_MAX_WAIT_MS,
    },
    registration: p.REGISTRATION,
    emailVerification: p.EMAIL_VERIFICATION,
    mail: {
      url: parsed.MAIL_URL ?? (isProduction ? null : { kind: 'capture' }),
      from: p.MAIL_FROM,
      templatesDir: parsed.MAIL_TEMPLATES_DIR,
    },
    limits: {
      quotas: p.RATE_LIMITS === 'off' ? null : quotasOf(p),
      redisUrl: parsed.REDIS_URL,
      mail: p.RATE_LIMITS === 'off' ? null : p.RATE_LIMIT_MAIL_ACCOUNT,
    },
    auditRetentionDays: p.AUDIT_RETENTION_DAYS || null,
    log: { level: p.LOG_LEVEL, format: parsed.LOG_FORMAT, file: logFile(parsed) },
  };
}

function databaseOf(
  { NODE_ENV, DATABASE_URL, DATABASE_POOL_SIZE, DATABASE_MIGRATE }: Parsed,
  p: Whole,
): Settings['database'] {
  const url = DATABASE_URL ?? `sqlite:${join(p.DATA_DIR, 'janus.sqlite')}`;
  return {
    url,
    poolSize: DATABASE_POOL_SIZE ?? (url.startsWith('mongodb') ? 50 : 20),
    timeoutMs: p.DATABASE_TIMEOUT_MS,
    migrate: DATABASE_MIGRATE ?? (NODE_ENV === 'production' ? 'check' : 'auto'),
  };
}

function jwtOf({ JWT_SECRET, JWT_ISSUER }: Parsed, p: Whole): Settings['jwt'] {
  return {
    alg: p.JWT_ALG,
    secret: JWT_SECRET,
    issuer: JWT_ISSUER,
    audience: p.JWT_AUDIENCE,
    claims: p.JWT_CLAIMS,
    accessTtlSeconds: p.ACCESS_TTL_SECONDS,
    jwksCacheSeconds: p.JWKS_CACHE_SECONDS,
  };
}

function quotasOf(p: Whole): NonNullable<Settings['limits']['quotas']> {
  return {
    guest: p.RATE_LIMIT_GUEST,
    user: p.RATE_LIMIT_USER,
    moderator: p.RATE_LIMIT_MODERATOR,
    admin: p.RATE_LIMIT_ADMIN,
    super_admin: p.RATE_LIMIT_SUPER_ADMIN,
    service: p.RATE_LIMIT_SERVICE,
    'login-ip': p.RATE_LIMIT_LOGIN_IP,
    'register-ip': p.RATE_LIMIT_REGISTER_IP,
    'refresh-session': p.RATE_LIMIT_REFRESH_SESSION,
  };
}

function logFile({ LOG_FILE, LOG_ROTATE_SIZE, LOG_ROTATE_KEEP }: Parsed): Settings['log']['file'] {
  if (LOG_FILE === null || LOG_ROTATE_SIZE === null || LOG_ROTATE_KEEP === null) return null;
  return { path: LOG_FILE, size: LOG_ROTATE_SIZE, keep: LOG_ROTATE_KEEP };
}
