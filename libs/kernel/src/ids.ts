import { randomFillSync } from 'node:crypto';

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const bytes = Buffer.alloc(16);
let lastMs = 0;
let sequence = 0;

/**
 * A UUIDv7 (RFC 9562 section 5.7): 48 bits of time, a 12-bit counter that keeps ids of one process and
 * one millisecond in order (section 6.2, method 1), 62 random bits.
 * @param now the instant to encode; a clock that steps back does not break the order
 */
export function newId(now: Date): string {
  randomFillSync(bytes);
  advance(now.getTime());
  bytes.writeUIntBE(lastMs, 0, 6);
  bytes.writeUInt16BE(0x7000 | sequence, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
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
