import type { KeyObject } from 'node:crypto';

/** What a signature check has found. */
interface Verified {
  readonly kid: string;
  readonly key: KeyObject;
  readonly payload: object;
}

const capacity = 10_000;

/**
 * Remembers which tokens have had their signature checked, for a client sends the same one for an hour and ECDSA is the dearest
 * part of a request. Only the signature is remembered: claims, time, key and session are judged at every request.
 */
export class VerifiedTokens {
  private readonly byToken = new Map<string, Verified>();

  find(token: string): Verified | null {
    return this.byToken.get(token) ?? null;
  }

  remember(token: string, verified: Verified): void {
    if (this.byToken.size >= capacity) this.forgetOldest();
    this.byToken.set(token, verified);
  }

  private forgetOldest(): void {
    const oldest = this.byToken.keys().next();
    if (!oldest.done) this.byToken.delete(oldest.value);
  }
}
