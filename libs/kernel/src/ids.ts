import { createHash, randomFillSync } from 'node:crypto';

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const idBytes = 16;
// Filled for many ids at once: each call for randomness is a system call.
const pool = Buffer.alloc(128 * idBytes);
let used = pool.length;
const bytes = Buffer.alloc(idBytes);
let lastMs = 0;
let sequence = 0;

/**
 * A UUIDv7 (RFC 9562 section 5.7): 48 bits of time, a 12-bit counter that keeps ids of one process and
 * one millisecond in order (section 6.2, method 1), 62 random bits.
 * @param now the instant to encode; a clock that steps back does not break the order
 */
export function newId(now: Date): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += pool.copy(bytes, 0, used, used + idBytes);
  advance(now.getTime());
  return format(bytes, lastMs, sequence);
}

/**
 * The UUIDv7 that always comes out of this instant and seed: who repeats a piece of work makes the same id again. Nobody can
 * guess it who does not know the seed.
 * @param now from 1970 on
 */
export function derivedId(now: Date, seed: string): string {
  const digest = createHash('sha256').update(seed, 'utf8').digest().subarray(0, 16);
  return format(digest, now.getTime(), digest.readUInt16BE(6) & 0xfff);
}

function format(filled: Buffer, ms: number, counter: number): string {
  filled.writeUIntBE(ms, 0, 6);
  filled.writeUInt16BE(0x7000 | counter, 6);
  filled.writeUInt8((filled.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = filled.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Whether the text is an id that this service could have made. */
export function isId(text: unknown): text is string {
  return typeof text === 'string' && pattern.test(text);
}

/** Refuses anything but an id before it reaches a driver: to some of them `undefined` or `null` mean "any row". */
export function assertId(text: unknown): asserts text is string {
  if (!isId(text)) throw new TypeError('not an id');
}

function advance(ms: number): void {
  if (ms > lastMs) {
    lastMs = ms;
    sequence = bytes.readUInt16BE(6) & 0x3ff;
    return;
  }
  sequence += 1;
  if (sequence > 0xfff) {
    lastMs += 1;
    sequence = 0;
  }
}
