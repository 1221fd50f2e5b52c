import type { AsymmetricAlg } from './tokens/signing-keys.repository.js';
import { ConfigurableModuleBuilder } from '@nestjs/common';

export interface AuthOptions {
  readonly registration: 'open' | 'closed';
  readonly passwordPolicy: 'classic' | 'nist';
  /** Whether sign-in needs a verified address; then a registration does not tell whether an address is taken. */
  readonly requiresVerifiedEmail: boolean;
  /** How many mails anybody can have sent to one account; null: as many as they like. */
  readonly mailLimit: { readonly count: number; readonly seconds: number } | null;
  readonly tokens: TokenOptions;
  readonly sessions: SessionOptions;
  readonly hashing: HashingOptions;
  /** 32 bytes each: the first encrypts and tags, all of them decrypt and recognise. */
  readonly keyEncryptionKeys: readonly Buffer[];
  /** Called once the first super admin exists: whatever shows the setup token can go. */
  readonly onSetupClosed: () => Promise<void>;
}

export interface TokenOptions {
  readonly alg: AsymmetricAlg | 'HS256';
  /** HS256 key as text; its UTF-8 bytes are the key. Null where only asymmetric keys are used. */
  readonly secret: string | null;
  readonly issuer: () => string;
  readonly audience: string;
  readonly claims: 'full' | 'minimal';
  readonly ttlSeconds: number;
  /** The longest life that any configuration gives a token: a key is kept so long after its last signature. */
  readonly longestTtlSeconds: number;
  /** How long others may cache the key set: a key is published so long before it signs. */
  readonly jwksCacheSeconds: number;
}

export interface SessionOptions {
  /** Idle life. */
  readonly refreshTtlSeconds: number;
  /** Absolute life. */
  readonly ttlSeconds: number;
  /** How long the direct predecessor of a refresh token is answered like a repeated request; 0 = never. */
  readonly graceSeconds: number;
}

/** argon2id (RFC 9106) and the queue before it. */
export interface HashingOptions {
  readonly memoryKib: number;
  readonly iterations: number;
  readonly parallelism: number;
  /** Hashes that run at the same time. */
  readonly slots: number;
  /** Hashes that may wait. */
  readonly queue: number;
  /** Longest wait for a slot. */
  readonly maxWaitMs: number;
  /** In a process of its own at the lowest priority; else in this one, for programs that hash seldom. */
  readonly isIsolated: boolean;
}

export const { ConfigurableModuleClass: AuthModuleClass, MODULE_OPTIONS_TOKEN: AUTH_OPTIONS } =
  new ConfigurableModuleBuilder<AuthOptions>({ moduleName: 'Auth' }).setClassMethodName('forRoot').build();
