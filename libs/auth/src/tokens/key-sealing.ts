import { seal, unseal } from '@janus/kernel';

// Never changed: what databases hold was sealed under it.
const purpose = 'signing-key-encryption';

/** Encrypts the private half of a signing key; it opens only under its own id. */
export function sealKey(keys: readonly Buffer[], kid: string, pem: string): string {
  return seal({ keys, purpose, context: kid }, pem);
}

/** The private half, or null if none of the keys fits. */
export function unsealKey(keys: readonly Buffer[], kid: string, sealed: string): string | null {
  return unseal({ keys, purpose, context: kid }, sealed);
}
