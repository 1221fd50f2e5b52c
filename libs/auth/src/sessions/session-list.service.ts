import type { EndReason, User } from '@janus/access';
import { endReasonOf } from '@janus/access';
import { Clock } from '@janus/kernel';
import { UsersRepository, canManageUser, enforce } from '@janus/users';
import { Injectable } from '@nestjs/common';
import type { Session } from './session.js';
import type { SessionPosition } from './sessions.repository.js';
import { SessionsRepository } from './sessions.repository.js';

/** A session as its owner sees it: over as soon as anything has ended it, whether or not its own row says so yet. */
export interface ListedSession {
  readonly session: Session;
  readonly endedAt: Date | null;
  readonly endReason: EndReason | null;
}

export interface SessionListRequest {
  /** Also those that ended in the last 30 days. */
  readonly includeEnded: boolean;
  readonly after: SessionPosition | null;
  readonly limit: number;
}

const memoryMs = 30 * 24 * 3600 * 1000;

/** Lists sessions. */
@Injectable()
export class SessionListService {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly users: UsersRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem as the policy says */
  async list(
    actor: User,
    userId: string,
    { includeEnded, after, limit }: SessionListRequest,
  ): Promise<ListedSession[]> {
    const user = await this.targetOf(actor, userId);
    const now = this.clock.now();
    const filter = filterFor(user, includeEnded, now);
    const found = await this.sessions.listOf({ ...filter, after, limit });
    return found.map((session) => listed(session, user, now));
  }

  /** How many the whole list holds. */
  async count(actor: User, userId: string, includeEnded: boolean): Promise<number> {
    const user = await this.targetOf(actor, userId);
    return this.sessions.countOf(filterFor(user, includeEnded, this.clock.now()));
  }

  private async targetOf(actor: User, userId: string): Promise<User> {
    const target = actor.id === userId ? actor : await this.users.findById(userId);
    enforce(canManageUser(actor, 'sessions:list', target));
    return target as User;
  }
}

function filterFor({ id: userId, credentialsVersion }: User, includeEnded: boolean, now: Date) {
  return { userId, credentialsVersion, now, endedSince: includeEnded ? new Date(now.getTime() - memoryMs) : null };
}

function listed(session: Session, user: User, now: Date): ListedSession {
  const endReason = endReasonOf({ session, user }, now);
  if (endReason === null) return { session, endedAt: null, endReason };
  const isStale = session.credentialsVersion !== user.credentialsVersion;
  const byUser = isStale ? user.credentialsChangedAt : user.deletedAt;
  return { session, endedAt: session.endedAt ?? (endReason === 'expired' ? session.expiresAt : byUser), endReason };
}
