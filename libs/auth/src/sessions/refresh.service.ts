import type { User } from '@janus/access';
import { endReasonOf, isRole, sessionEnded } from '@janus/access';
import { AuditService } from '@janus/audit';
import { Clock, Problem, newSecret } from '@janus/kernel';
import { Injectable } from '@nestjs/common';
import { authProblems } from '../auth.problems.js';
import type { MailOrigin } from '../mail-origin.js';
import { OwnerNotices } from '../notices/owner-notices.service.js';
import type { PresentedToken } from '../tokens/refresh-token.js';
import { RefreshTokens } from '../tokens/refresh-token.js';
import type { Session } from './session.js';
import type { SessionWithUser } from './sessions.repository.js';
import { SessionsRepository } from './sessions.repository.js';
import { SessionsService } from './sessions.service.js';
import type { TokenGrant } from './token-grant.js';

const saltBytes = 16;
// A rotation that loses finds the winner's work at the next look; a third look is never needed on a database that answers truly.
const looks = 3;

/** One-time refresh tokens with detection of reuse (RFC 9700 section 4.14.2). */
@Injectable()
export class RefreshService {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly service: SessionsService,
    private readonly refreshTokens: RefreshTokens,
    private readonly notices: OwnerNotices,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem INVALID_REFRESH_TOKEN, SESSION_ENDED with `endReason` */
  async refresh(token: string, origin: MailOrigin): Promise<TokenGrant> {
    const presented = this.refreshTokens.recognise(token);
    if (!presented) return this.fail(new Problem(authProblems.INVALID_REFRESH_TOKEN), null, origin);
    for (let look = 0; look < looks; look += 1) {
      const now = this.clock.now();
      const found = await this.findLiving(presented.sessionId, now, origin);
      const grant = await this.answer(presented, found, now, origin);
      if (grant) return grant;
    }
    throw new Error(`session ${presented.sessionId} neither rotates nor says why`);
  }

  /** The tokens, or null if somebody else changed the session first. */
  private async answer(
    presented: PresentedToken,
    found: SessionWithUser,
    now: Date,
    origin: MailOrigin,
  ): Promise<TokenGrant | null> {
    const { session, user } = found;
    if (presented.digest === session.refreshDigest) return this.rotate(presented, found, now);
    if (session.rotationSalt !== null && this.isInGrace(presented, session, now)) {
      const successor = this.refreshTokens.succeed(presented, session.rotationSalt);
      return this.service.grant(user, session.id, successor, session.expiresAt, now);
    }
    return this.endForReuse(found, now, origin);
  }

  private async rotate(
    presented: PresentedToken,
    { session, user }: SessionWithUser,
    now: Date,
  ): Promise<TokenGrant | null> {
    const salt = newSecret(saltBytes);
    const next = this.refreshTokens.succeed(presented, salt);
    const expiresAt = this.service.expiryOf(session.createdAt, now);
    const rotation = { presentedDigest: presented.digest, nextDigest: next.digest, salt, expiresAt };
    const won = await this.sessions.rotate(session.id, rotation, now);
    return won ? this.service.grant(user, session.id, next, expiresAt, now) : null;
  }

  // Two tabs, or an answer that got lost: the direct predecessor is answered like a repeated request.
  private isInGrace(presented: PresentedToken, session: Session, now: Date): boolean {
    if (presented.digest !== session.previousDigest || session.rotatedAt === null) return false;
    return this.service.isInGrace(session.rotatedAt, now);
  }

  private async endForReuse({ session, user }: SessionWithUser, now: Date, origin: MailOrigin): Promise<null> {
    const event = { type: 'auth.refresh_reuse', outcome: 'refused', actor: null, target: user } as const;
    await this.notices.refreshReuse(user, session, origin);
    const won = await this.audit.around(event, origin, () => this.sessions.end(session.id, 'refresh_reuse', now));
    if (won) throw sessionEnded('refresh_reuse');
    // Somebody else ended it meanwhile: the next look finds the reason.
    return null;
  }

  private async findLiving(sessionId: string, now: Date, origin: MailOrigin): Promise<SessionWithUser> {
    const found = await this.sessions.findWithUser(sessionId);
    // As at sign-in: whoever verifies by the key set alone would take the token of a role that we do not know.
    if (!found || !isRole(found.user.role))
      return this.fail(new Problem(authProblems.INVALID_REFRESH_TOKEN), found?.user ?? null, origin);
    const endReason = endReasonOf(found, now);
    return endReason ? this.fail(sessionEnded(endReason), found.user, origin) : found;
  }

  private async fail(problem: Problem, target: User | null, origin: MailOrigin): Promise<never> {
    const event = { type: 'auth.refresh_failed', outcome: 'failure', actor: null } as const;
    await this.audit.record({ ...event, target, reason: problem.type.code }, origin);
    throw problem;
  }
}
