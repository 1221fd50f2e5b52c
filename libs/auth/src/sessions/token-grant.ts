import type { EndReason, User } from '@janus/access';

/** What a sign-in or a refresh gives: the answer of `POST /auth/login`, before it is put into JSON. */
export interface TokenGrant {
  readonly accessToken: string;
  /** Seconds. */
  readonly expiresIn: number;
  readonly refreshToken: string;
  /** Seconds until the session ends if nobody refreshes. */
  readonly refreshExpiresIn: number;
  readonly user: User;
  readonly notices: readonly Notice[];
}

/** A session that ended since the last sign-in, not by its owner's own doing. */
export interface Notice {
  readonly reason: EndReason;
  readonly at: Date;
  readonly device: string | null;
}

/** Where a request comes from, as the session remembers it. */
export interface Origin {
  readonly ip: string | null;
  readonly userAgent: string | null;
}
