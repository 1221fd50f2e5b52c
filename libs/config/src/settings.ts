import type { Quota } from './limit.settings.js';
import type { MailUrl, Sender } from './mail.settings.js';

export type LimitName =
  'guest' | 'user' | 'moderator' | 'admin' | 'super_admin' | 'service' | 'login-ip' | 'register-ip' | 'refresh-session';

/** The settings of a run, parsed and checked. */
export interface Settings {
  readonly isProduction: boolean;
  readonly host: string;
  readonly port: number;
  /** Null: follows from the port that the system chose. */
  readonly publicUrl: string | null;
  readonly dataDir: string;
  readonly shutdownGraceSeconds: number;
  readonly corsOrigins: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly database: {
    readonly url: string;
    readonly poolSize: number;
    /** Of one statement, the wait for a connection included. */
    readonly timeoutMs: number;
    readonly migrate: 'auto' | 'check';
  };
  readonly jwt: {
    readonly alg: 'ES256' | 'RS256' | 'PS256' | 'HS256';
    readonly secret: string | null;
    /** Null: the public URL. */
    readonly issuer: string | null;
    readonly audience: string;
    readonly claims: 'full' | 'minimal';
    readonly accessTtlSeconds: number;
    readonly jwksCacheSeconds: number;
  };
  readonly sessions: { readonly refreshTtlSeconds: number; readonly ttlSeconds: number; readonly graceSeconds: number };
  /** Empty: one is made in `dataDir`. */
  readonly keyEncryptionKeys: readonly Buffer[];
  readonly passwordPolicy: 'classic' | 'nist';
  readonly hashing: {
    readonly memoryKib: number;
    readonly iterations: number;
    readonly parallelism: number;
    readonly slots: number;
    readonly queue: number;
    readonly maxWaitMs: number;
  };
  readonly registration: 'open' | 'closed';
  readonly emailVerification: 'optional' | 'required';
  readonly mail: {
    /** Null: there is no way out, and mails wait. */
    readonly url: MailUrl | null;
    readonly from: Sender;
    /** Folder of texts that replace ours. */
    readonly templatesDir: string | null;
  };
  readonly limits: {
    /** Null: nothing is limited. */
    readonly quotas: Readonly<Record<LimitName, Quota>> | null;
    readonly redisUrl: string | null;
    /** Mails that anybody can have sent to one account. Null: as many as they like. */
    readonly mail: Quota | null;
  };
  /** Null: events are kept for good. */
  readonly auditRetentionDays: number | null;
  readonly log: {
    readonly level: string;
    /** Null: `pretty` on a terminal. */
    readonly format: 'json' | 'pretty' | null;
    readonly file: { readonly path: string; readonly size: number; readonly keep: number } | null;
  };
}
