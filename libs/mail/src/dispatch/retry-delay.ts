import type { Jitter } from './jitter.js';

const firstMs = 2_000;
const longestInOutageMs = 60_000;
/** A refusal for now mostly ends within minutes, and if it has lasted for hours it will last. */
const youngMs = 6 * 3600_000;
const longestWhileYoungMs = 60_000;
const longestMs = 15 * 60_000;

/**
 * The pause after a server refused a message for now: full jitter below an exponential bound.
 * @param attempts how many have been made, at least one
 * @param ageMs since the message was asked for
 */
export function retryDelayMs(attempts: number, ageMs: number, jitter: Jitter): number {
  const longest = ageMs < youngMs ? longestWhileYoungMs : longestMs;
  const bound = Math.min(longest, firstMs * 2 ** Math.min(attempts - 1, 20));
  return Math.round(jitter.between(0, bound));
}

/**
 * The pause after no server answered: full jitter below the age of the message, which doubles from one attempt to the next as an
 * exponential bound does. It stays at a minute however long the outage lasts, so that mails arrive within minutes of its end;
 * what spares the server is the pacer, which lets one message at a time try.
 */
export function outageDelayMs(ageMs: number, jitter: Jitter): number {
  const bound = Math.min(longestInOutageMs, Math.max(firstMs, ageMs));
  return Math.round(jitter.between(0, bound));
}
