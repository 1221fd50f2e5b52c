import { assertId } from '@janus/kernel';

/** The key of the one link that a user has in a slot. */
export function linkKey(userId: string, slot: string): string {
  assertId(userId);
  if (typeof slot !== 'string' || slot === '') throw new TypeError('not a slot');
  return `${userId} ${slot}`;
}
