import type { KeyObject } from 'node:crypto';

/** RFC 7518 section 3.1. */
export const tokenAlgs = ['ES256', 'RS256', 'PS256', 'HS256'] as const;

export type TokenAlg = (typeof tokenAlgs)[number];

/** A key and the one algorithm that it may be used with (RFC 8725 section 3.1). */
export interface VerificationKey {
  readonly kid: string;
  readonly alg: TokenAlg;
  readonly key: KeyObject;
}

export abstract class VerificationKeys {
  /** The key of this id, or null if the service has none. */
  abstract find(kid: string): Promise<VerificationKey | null>;
}
