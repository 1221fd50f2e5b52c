import type { CallerSession, EndReason } from '@janus/access';

/** A signed-in device: one row, rotated in place. */
export interface Session extends CallerSession {
  readonly id: string;
  readonly userId: string;
  /** The user's `credentialsVersion` at sign-in. */
  readonly credentialsVersion: number;
  /** `digestOf` the secret that may be used now. */
  readonly refreshDigest: string;
  /** `digestOf` its direct predecessor; null before the first rotation. */
  readonly previousDigest: string | null;
  /** The salt from which the current secret was derived, together with its predecessor (base64url). */
  readonly rotationSalt: string | null;
  readonly rotatedAt: Date | null;
  /** What the client called itself; null if it did not. */
  readonly device: string | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  /** The earlier of the idle and the absolute end of life. */
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
  readonly endReason: EndReason | null;
}

/** A session to be stored for the first time: never rotated, not ended. */
export type NewSession = Omit<
  Session,
  'previousDigest' | 'rotationSalt' | 'rotatedAt' | 'lastUsedAt' | 'endedAt' | 'endReason'
>;

export function freshSession(session: NewSession): Session {
  return {
    ...session,
    previousDigest: null,
    rotationSalt: null,
    rotatedAt: null,
    lastUsedAt: session.createdAt,
    endedAt: null,
    endReason: null,
  };
}
