import type { Jitter } from './jitter.js';

const firstMs = 2_000;
/** A mail arrives within minutes once the server is back: the pauses stay short while it is young. */
const youngMs = 6 * 3600_000;
const longestWhileYoungMs = 60_000;
const longestMs = 15 * 60_000;

/**
 * The pause before the next attempt: full jitter below an exponential bound.
 * @param attempts how many have been made, at least one
 * @param ageMs since the message was asked for
 */
export function retryDelayMs(attempts: number, ageMs: number, jitter: Jitter): number {
  const longest = ageMs < youngMs ? longestWhileYoungMs : longestMs;
  const bound = Math.min(longest, firstMs * 2 ** Math.min(attempts - 1, 20));
  return Math.round(jitter.between(0, bound));
}
