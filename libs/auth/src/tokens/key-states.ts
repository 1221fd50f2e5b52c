import type { SigningKey } from './signing-keys.repository.js';

/** next: published, signs nothing yet · current: signs · retired: verifies what it has signed · revoked: verifies nothing. */
export type KeyState = 'next' | 'current' | 'retired' | 'revoked';

/**
 * What a key is for at an instant. It follows from stored instants and the clock alone, so that instances agree without
 * talking to each other (NIST SP 800-57 part 1, section 7).
 */
export function stateOf(key: SigningKey, all: readonly SigningKey[], now: Date): KeyState {
  if (key.revokedAt) return 'revoked';
  if (key.retiredAt) return 'retired';
  if (key.activatesAt > now) return 'next';
  return successorsOf(key, all).some(({ activatesAt }) => activatesAt <= now) ? 'retired' : 'current';
}

/** The key of the algorithm that signs at this instant; null if there is none. */
export function currentOf(alg: string, all: readonly SigningKey[], now: Date): SigningKey | null {
  return all.find((key) => key.alg === alg && stateOf(key, all, now) === 'current') ?? null;
}

/** Since when the key signs nothing; null while it does, or will. */
export function outOfUseSince(key: SigningKey, all: readonly SigningKey[], now: Date): Date | null {
  const ends = successorsOf(key, all).map(({ activatesAt }) => activatesAt);
  const past = [key.retiredAt, key.revokedAt, ...ends].filter((end): end is Date => end !== null && end <= now);
  return past.length === 0 ? null : new Date(Math.min(...past.map(Number)));
}

/** Keys that take this one's place once they are active. */
function successorsOf(key: SigningKey, all: readonly SigningKey[]): SigningKey[] {
  return all.filter(
    (other) =>
      other.alg === key.alg && !other.revokedAt && !other.retiredAt && isLater(other, key) && other.kid !== key.kid,
  );
}

function isLater(a: SigningKey, b: SigningKey): boolean {
  const difference = a.activatesAt.getTime() - b.activatesAt.getTime();
  return difference > 0 || (difference === 0 && a.generation > b.generation);
}
