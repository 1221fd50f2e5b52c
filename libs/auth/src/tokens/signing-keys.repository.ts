/** Algorithms whose keys are made and kept by the service (RFC 7518 section 3.1). */
export type AsymmetricAlg = 'ES256' | 'RS256' | 'PS256';

export interface SigningKey {
  /** RFC 7638 thumbprint of the public key. */
  readonly kid: string;
  readonly alg: AsymmetricAlg;
  /** 1 for the first key of its algorithm; unique together with it, so that of two instances that make a key one wins. */
  readonly generation: number;
  /** The public JWK as JSON text. */
  readonly publicJwk: string;
  /** The private key, encrypted with `KEY_ENCRYPTION_KEY`. */
  readonly sealedPrivateKey: string;
  readonly createdAt: Date;
  /** When it begins to sign; published before. */
  readonly activatesAt: Date;
  /** When an operator took it out of use; null if nobody did. */
  readonly retiredAt: Date | null;
  /** When an operator declared it compromised; null if nobody did. */
  readonly revokedAt: Date | null;
}

export abstract class SigningKeysRepository {
  /** @returns false if this generation of the algorithm exists already (or the kid does): of several callers exactly one gets true */
  abstract insert(key: SigningKey): Promise<boolean>;

  /** Every key, the oldest first, ties by kid. */
  abstract list(): Promise<SigningKey[]>;

  /** Takes a key out of use. @returns false if it is out of use already, or unknown: of several callers exactly one gets true */
  abstract retire(kid: string, now: Date): Promise<boolean>;

  /** Declares a key compromised, for good. @returns false if it is already, or unknown: of several callers exactly one gets true */
  abstract revoke(kid: string, now: Date): Promise<boolean>;

  /** Deletes a key. @returns whether it was there: of several callers exactly one gets true */
  abstract remove(kid: string): Promise<boolean>;
}
