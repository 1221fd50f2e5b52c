import type { CallerRecord, TokenClaims, User } from '@janus/access';
import { CallerReader, TokenVerifier, endReasonOf, isRecordOf, isRole } from '@janus/access';
import { Clock, equalSecrets } from '@janus/kernel';
import { Injectable } from '@nestjs/common';
import type { Session } from '../sessions/session.js';
import { SessionsRepository } from '../sessions/sessions.repository.js';
import { RefreshTokens } from '../tokens/refresh-token.js';

/** A token that is good now. The user is the database's; nothing of it is taken from the token. */
export type ActiveToken =
  | { readonly kind: 'access'; readonly claims: TokenClaims; readonly user: User }
  | { readonly kind: 'refresh'; readonly session: Session };

/** Says what a token is worth at this moment (RFC 7662). Looking changes nothing: no rotation, and a used refresh token ends no session. */
@Injectable()
export class IntrospectionService {
  constructor(
    private readonly verifier: TokenVerifier,
    private readonly callers: CallerReader,
    private readonly refreshTokens: RefreshTokens,
    private readonly sessions: SessionsRepository,
    private readonly clock: Clock,
  ) {}

  /** @returns null for whatever is no token of ours, or none that is good now */
  async introspect(token: string): Promise<ActiveToken | null> {
    return (await this.readAccessToken(token)) ?? (await this.readRefreshToken(token));
  }

  private async readAccessToken(token: string): Promise<ActiveToken | null> {
    const claims = await this.verifier.verify(token);
    const record = claims && (await this.callers.find(claims.sid));
    if (!claims || !isRecordOf(record, claims) || !this.isLiving(record)) return null;
    return { kind: 'access', claims, user: record.user };
  }

  /** Only the current one of its session: a predecessor is answered once more by a refresh, but is good for nothing else. */
  private async readRefreshToken(token: string): Promise<ActiveToken | null> {
    const presented = this.refreshTokens.recognise(token);
    const found = presented && (await this.sessions.findWithUser(presented.sessionId));
    if (!found || !equalSecrets(presented.digest, found.session.refreshDigest)) return null;
    if (!isRole(found.user.role) || !this.isLiving(found)) return null;
    return { kind: 'refresh', session: found.session };
  }

  private isLiving(record: CallerRecord): boolean {
    return endReasonOf(record, this.clock.now()) === null;
  }
}
