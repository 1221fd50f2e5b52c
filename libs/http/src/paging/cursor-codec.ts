import { timingSafeEqual } from 'node:crypto';
import { Problem, hmac, isId } from '@janus/kernel';
import { httpProblems } from '../http.problems.js';

/** Where a page ended. */
export interface CursorPosition {
  readonly value: Date | string | null;
  readonly id: string;
}

const tagLength = 16;

/** Opaque, signed page cursors: a client can neither read a meaning into one nor make one up. */
export class CursorCodec {
  /** @param key used for nothing else */
  constructor(private readonly key: Buffer) {}

  /** @param binding everything that the list depends on; the cursor is good for nothing else */
  encode({ value, id }: CursorPosition, binding: string): string {
    const fields = value instanceof Date ? { d: value.getTime(), id } : { v: value, id };
    const body = Buffer.from(JSON.stringify(fields), 'utf8');
    return Buffer.concat([this.tag(body, binding), body]).toString('base64url');
  }

  /** @throws Problem INVALID_CURSOR */
  decode(cursor: string, binding: string): CursorPosition {
    const bytes = Buffer.from(cursor, 'base64url');
    // The decoder is lenient; only the encoder's own spelling counts.
    if (bytes.toString('base64url') !== cursor) throw new Problem(httpProblems.INVALID_CURSOR);
    const [tag, body] = [bytes.subarray(0, tagLength), bytes.subarray(tagLength)];
    if (tag.length < tagLength || !timingSafeEqual(tag, this.tag(body, binding)))
      throw new Problem(httpProblems.INVALID_CURSOR);
    const { d, v, id } = JSON.parse(body.toString('utf8')) as { d?: number; v?: string | null; id: string };
    if (!isId(id)) throw new Problem(httpProblems.INVALID_CURSOR);
    return { value: d === undefined ? (v ?? null) : new Date(d), id };
  }

  private tag(body: Buffer, binding: string): Buffer {
    return hmac(this.key, `${binding}\n${body.toString('base64url')}`).subarray(0, tagLength);
  }
}
