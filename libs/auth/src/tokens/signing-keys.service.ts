import type { JsonWebKey, KeyObject } from 'node:crypto';
import { createPrivateKey, createPublicKey, createSecretKey } from 'node:crypto';
import type { TokenAlg, VerificationKey } from '@janus/access';
import { VerificationKeys } from '@janus/access';
import { Clock, digestOf } from '@janus/kernel';
import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { AuthOptions } from '../auth.options.js';
import { AUTH_OPTIONS } from '../auth.options.js';
import { KeyRingService, reloadEveryMs } from './key-ring.service.js';
import { unsealKey } from './key-sealing.js';
import { currentOf, stateOf } from './key-states.js';
import type { SigningKey } from './signing-keys.repository.js';
import { SigningKeysRepository } from './signing-keys.repository.js';

/** The key that signs now. */
export interface CurrentKey {
  readonly kid: string;
  readonly alg: TokenAlg;
  readonly key: KeyObject;
}

/** Thrown at start: none of the configured keys decrypts the signing key that the database holds. */
export class UnreadableKeyError extends Error {}

/**
 * The ring of keys as this instance holds it: shared through the database, read anew all the time, published as JWKS (RFC 7517).
 * While the database is away it goes on with what it has.
 */
@Injectable()
export class SigningKeysService extends VerificationKeys implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Keys');
  private readonly privateKeys = new Map<string, KeyObject>();
  private byKid: ReadonlyMap<string, VerificationKey> = new Map();
  private ring: readonly SigningKey[] = [];
  private shared: CurrentKey | null = null;
  private loadedAt = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly repository: SigningKeysRepository,
    private readonly keyRing: KeyRingService,
    private readonly clock: Clock,
    @Inject(AUTH_OPTIONS) private readonly options: AuthOptions,
  ) {
    super();
  }

  async onModuleInit(): Promise<void> {
    const { secret } = this.options.tokens;
    if (secret !== null) this.shared = sharedKey(secret);
    await this.keyRing.ensure();
    await this.reload();
    // A key that cannot be opened is told at the start, not at the first sign-in.
    this.current();
    this.timer = setInterval(() => void this.refresh(), reloadEveryMs).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** The current key of the configured algorithm; while that is only published yet, whichever signed before. */
  current(): CurrentKey {
    const { alg } = this.options.tokens;
    if (alg === 'HS256' && this.shared) return this.shared;
    const now = this.clock.now();
    const own = currentOf(alg, this.ring, now);
    if (own) return this.open(own);
    if (this.shared) return this.shared;
    const other = this.ring.findLast((key) => stateOf(key, this.ring, now) === 'current');
    if (other) return this.open(other);
    throw new Error('no signing key: the module was not initialised, or all keys are revoked');
  }

  /** The public keys that verify, or will; none where the service signs with a shared secret. */
  jwks(): { keys: readonly unknown[] } {
    if (this.options.tokens.alg === 'HS256') return { keys: [] };
    return { keys: this.ring.flatMap((key) => (key.revokedAt ? [] : [JSON.parse(key.publicJwk) as unknown])) };
  }

  /** Another instance may have made a key since: an unknown id is looked up once in a while, whoever sends it. */
  async find(kid: string): Promise<VerificationKey | null> {
    const known = this.byKid.get(kid);
    if (known) return known;
    if (this.clock.now().getTime() - this.loadedAt >= reloadEveryMs) await this.reload();
    return this.byKid.get(kid) ?? null;
  }

  /** Reads the ring. @throws Problem DATABASE_UNAVAILABLE */
  async reload(): Promise<void> {
    this.loadedAt = this.clock.now().getTime();
    this.ring = await this.repository.list();
    const before = this.byKid;
    const usable = this.ring.filter((key) => !key.revokedAt);
    const keys = usable.map(({ kid, alg, publicJwk }) => before.get(kid) ?? verificationKey(kid, alg, publicJwk));
    this.byKid = new Map([...(this.shared ? [this.shared] : []), ...keys].map((key) => [key.kid, key]));
  }

  /** One round of the timer. A revoked key may have left nothing to sign with. */
  private async refresh(): Promise<void> {
    try {
      await this.reload();
      if (currentOf(this.options.tokens.alg, this.ring, this.clock.now())) return;
      await this.keyRing.ensure();
      await this.reload();
    } catch (error) {
      this.logger.debug(`the ring of keys was not read: ${String(error)}`);
    }
  }

  private open({ kid, alg, sealedPrivateKey }: SigningKey): CurrentKey {
    let key = this.privateKeys.get(kid);
    if (!key) {
      const pem = unsealKey(this.options.keyEncryptionKeys, kid, sealedPrivateKey);
      if (pem === null) throw new UnreadableKeyError(`signing key ${kid} cannot be decrypted`);
      key = createPrivateKey(pem);
      this.privateKeys.set(kid, key);
    }
    return { kid, alg, key };
  }
}

function verificationKey(kid: string, alg: TokenAlg, publicJwk: string): VerificationKey {
  return { kid, alg, key: createPublicKey({ key: JSON.parse(publicJwk) as JsonWebKey, format: 'jwk' }) };
}

/** The shared secret, named without telling it: by a truncated digest of at least 256 random bits. */
function sharedKey(secret: string): CurrentKey {
  const key = createSecretKey(Buffer.from(secret, 'utf8'));
  return { kid: `hs256-${digestOf(secret).slice(0, 16)}`, alg: 'HS256', key };
}
