import { unsealKey } from './key-sealing.js';
import type { SigningKey } from './signing-keys.repository.js';

/** The ids of the signing keys that none of the configured keys opens. */
export function unreadableKeys(keyEncryptionKeys: readonly Buffer[], keys: readonly SigningKey[]): string[] {
  return keys
    .filter(({ kid, sealedPrivateKey }) => unsealKey(keyEncryptionKeys, kid, sealedPrivateKey) === null)
    .map(({ kid }) => kid);
}
