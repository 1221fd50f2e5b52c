import type { JsonWebKey, KeyObject } from 'node:crypto';
import { createPrivateKey, createPublicKey, createSecretKey } from 'node:crypto';
import type { TokenAlg, VerificationKey } from '@janus/access';
import { VerificationKeys } from '@janus/access';
import { Clock, digestOf } from '@janus/kernel';
import type { OnModuleInit } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import type { AuthOptions } from '../auth.options.js';
import { AUTH_OPTIONS } from '../auth.options.js';
import { unseal } from './key-sealing.js';
import { makeSigningKey } from './make-signing-key.js';
import type { AsymmetricAlg, SigningKey } from './signing-keys.repository.js';
import { SigningKeysRepository } from './signing-keys.repository.js';

/** The key that signs now. */
export interface CurrentKey {
  readonly kid: string;
  readonly alg: TokenAlg;
  readonly key: KeyObject;
}

/** Thrown at start: none of the configured keys decrypts the signing key that the database holds. */
export class UnreadableKeyError extends Error {}

// An unknown `kid` costs at most one read in this time, whoever sends it.
const reloadPauseMs = 5_000;

/** The keys of the service: made at the first start, shared through the database, published as JWKS (RFC 7517). */
@Injectable()
export class SigningKeysService extends VerificationKeys implements OnModuleInit {
  private readonly byKid = new Map<string, VerificationKey>();
  private published: readonly unknown[] = [];
  private signer: CurrentKey | null = null;
  private loadedAt = 0;

  constructor(
    private readonly repository: SigningKeysRepository,
    private readonly clock: Clock,
    @Inject(AUTH_OPTIONS) private readonly options: AuthOptions,
  ) {
    super();
  }

  async onModuleInit(): Promise<void> {
    const { alg, secret } = this.options.tokens;
    if (secret !== null) this.useSecret(secret);
    if (alg !== 'HS256') this.signer = this.open(await this.first(alg));
    await this.load();
  }

  current(): CurrentKey {
    if (!this.signer) throw new Error('no signing key: the module was not initialised');
    return this.signer;
  }

  /** The public keys; none where the service signs with a shared secret. */
  jwks(): { keys: readonly unknown[] } {
    return { keys: this.options.tokens.alg === 'HS256' ? [] : this.published };
  }

  /** Another instance may have made a key since: an unknown id is looked up once in a while. */
  async find(kid: string): Promise<VerificationKey | null> {
    const known = this.byKid.get(kid);
    if (known) return known;
    if (this.clock.now().getTime() - this.loadedAt >= reloadPauseMs) await this.load();
    return this.byKid.get(kid) ?? null;
  }

  private async load(): Promise<void> {
    this.loadedAt = this.clock.now().getTime();
    const stored = await this.repository.list();
    for (const { kid, alg, publicJwk } of stored) {
      if (this.byKid.has(kid)) continue;
      const key = createPublicKey({ key: JSON.parse(publicJwk) as JsonWebKey, format: 'jwk' });
      this.byKid.set(kid, { kid, alg, key });
    }
    this.published = stored.map(({ publicJwk }) => JSON.parse(publicJwk) as unknown);
  }

  /** Of several instances that start at once, one stores its key and all of them use that one. */
  private async first(alg: AsymmetricAlg): Promise<SigningKey> {
    const find = async () => (await this.repository.list()).findLast((key) => key.alg === alg);
    const existing = await find();
    if (existing) return existing;
    const made = await makeSigningKey(alg, 1, this.options.keyEncryptionKeys, this.clock.now());
    if (await this.repository.insert(made)) return made;
    const winner = await find();
    if (!winner) throw new Error(`another instance made the first ${alg} key, but it cannot be read`);
    return winner;
  }

  private open({ kid, alg, sealedPrivateKey }: SigningKey): CurrentKey {
    const pem = unseal(this.options.keyEncryptionKeys, kid, sealedPrivateKey);
    if (pem === null) throw new UnreadableKeyError(`signing key ${kid} cannot be decrypted`);
    return { kid, alg, key: createPrivateKey(pem) };
  }

  private useSecret(secret: string): void {
    const key = createSecretKey(Buffer.from(secret, 'utf8'));
    // Names the secret without telling it: a truncated digest of at least 256 random bits.
    const kid = `hs256-${digestOf(secret).slice(0, 16)}`;
    this.byKid.set(kid, { kid, alg: 'HS256', key });
    if (this.options.tokens.alg === 'HS256') this.signer = { kid, alg: 'HS256', key };
  }
}
