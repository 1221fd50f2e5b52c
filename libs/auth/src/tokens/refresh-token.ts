import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { deriveKey, digestOf, isId } from '@janus/kernel';

/** A refresh token taken apart; its tag has proved that this service issued it for this session. */
export interface PresentedToken {
  readonly sessionId: string;
  readonly secret: string;
  /** What is compared with the stored digests. */
  readonly digest: string;
}

export interface IssuedToken {
  /** `<session id>.<secret>`, shown once. */
  readonly token: string;
  readonly digest: string;
}

const randomLength = 32;
const tagLength = 16;
const form = /^([0-9a-f-]{36})\.([A-Za-z0-9_-]{64})$/;

/**
 * Makes and recognises refresh tokens: 256 random bits and a 128-bit tag, an HMAC over session id and random bits. The tag tells
 * every token ever issued for a session from a guess without storing any of them, so a replayed one ends the session and a
 * made-up one does nothing.
 */
export class RefreshTokens {
  private readonly tagKeys: readonly Buffer[];

  /** @param keys `KEY_ENCRYPTION_KEY`s; the first one tags, all of them recognise */
  constructor(keys: readonly Buffer[]) {
    this.tagKeys = keys.map((key) => deriveKey(key, 'refresh-token-tag'));
  }

  issue(sessionId: string): IssuedToken {
    return this.assemble(sessionId, randomBytes(randomLength));
  }

  /**
   * The successor of a token, derived and not drawn: whoever presents the same token and salt gets the same successor, so two
   * tabs or a lost answer meet again without the successor being stored.
   * @param salt drawn for this one rotation, base64url
   */
  succeed({ sessionId, secret }: PresentedToken, salt: string): IssuedToken {
    return this.assemble(
      sessionId,
      createHmac('sha256', Buffer.from(secret, 'base64url')).update(salt, 'utf8').digest(),
    );
  }

  /** @returns null if the text is no token of ours: wrong form or wrong tag */
  recognise(token: string): PresentedToken | null {
    const [, sessionId, secret] = form.exec(token) ?? [];
    if (!isId(sessionId) || !secret) return null;
    const bytes = Buffer.from(secret, 'base64url');
    const random = bytes.subarray(0, randomLength);
    const tag = bytes.subarray(randomLength);
    const isOurs = this.tagKeys.some((key) => timingSafeEqual(tag, tagOf(key, sessionId, random)));
    return isOurs ? { sessionId, secret, digest: digestOf(secret) } : null;
  }

  private assemble(sessionId: string, random: Buffer): IssuedToken {
    const key = this.tagKeys[0];
    if (!key) throw new Error('no key to tag refresh tokens with');
    const secret = Buffer.concat([random, tagOf(key, sessionId, random)]).toString('base64url');
    return { token: `${sessionId}.${secret}`, digest: digestOf(secret) };
  }
}

function tagOf(key: Buffer, sessionId: string, random: Buffer): Buffer {
  return createHmac('sha256', key).update(sessionId, 'utf8').update(random).digest().subarray(0, tagLength);
}
