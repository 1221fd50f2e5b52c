import type { CallerRecord, EndReason } from '@janus/access';
import { CallerReader } from '@janus/access';
import type {
  NewSession,
  Origin,
  Rotation,
  Session,
  SessionFilter,
  SessionPageQuery,
  SessionPosition,
  SessionWithUser,
} from '@janus/auth';
import { SessionsRepository, freshSession } from '@janus/auth';
import { assertId, compareText } from '@janus/kernel';
import type { MemoryStore } from './memory-store.js';
import { copyOf, sweepMap, withoutSecrets } from './memory-store.js';

export class MemorySessions extends SessionsRepository {
  constructor(private readonly store: MemoryStore) {
    super();
  }

  async insert(session: NewSession): Promise<void> {
    assertId(session.id);
    assertId(session.userId);
    this.store.requireUser(session.userId);
    if (this.store.sessions.has(session.id)) throw new Error(`session ${session.id} exists`);
    this.store.sessions.set(session.id, copyOf(freshSession(session)));
  }

  async findWithUser(id: string): Promise<SessionWithUser | null> {
    assertId(id);
    const session = this.store.sessions.get(id);
    return session ? { session: copyOf(session), user: withoutSecrets(this.store.requireUser(session.userId)) } : null;
  }

  async rotate(id: string, { presentedDigest, nextDigest, salt, expiresAt }: Rotation, now: Date): Promise<boolean> {
    return this.change(
      id,
      (session) => session.refreshDigest === presentedDigest && session.endedAt === null && session.expiresAt > now,
      {
        refreshDigest: nextDigest,
        previousDigest: presentedDigest,
        rotationSalt: salt,
        rotatedAt: now,
        lastUsedAt: now,
        expiresAt,
      },
    );
  }

  async end(id: string, reason: EndReason, now: Date): Promise<boolean> {
    return this.change(id, ({ endedAt }) => endedAt === null, { endedAt: now, endReason: reason });
  }

  async endAllOf(userId: string, beforeCredentialsVersion: number, reason: EndReason, now: Date): Promise<number> {
    assertId(userId);
    const dead = [...this.store.sessions.values()].filter(
      (session) =>
        session.userId === userId && session.endedAt === null && session.credentialsVersion < beforeCredentialsVersion,
    );
    for (const { id } of dead) this.change(id, () => true, { endedAt: now, endReason: reason });
    return dead.length;
  }

  async endOthers(userId: string, keptId: string, reason: EndReason, now: Date): Promise<number> {
    assertId(userId);
    assertId(keptId);
    const others = this.ofUser(userId).filter(({ id, endedAt }) => id !== keptId && endedAt === null);
    for (const { id } of others) this.change(id, () => true, { endedAt: now, endReason: reason });
    return others.length;
  }

  async lift(id: string, fromCredentialsVersion: number, toCredentialsVersion: number): Promise<boolean> {
    return this.change(
      id,
      (session) => session.endedAt === null && session.credentialsVersion === fromCredentialsVersion,
      { credentialsVersion: toCredentialsVersion },
    );
  }

  async listOf(query: SessionPageQuery): Promise<Session[]> {
    assertId(query.userId);
    return this.ofUser(query.userId)
      .filter((session) => isOf(session, query) && isBeyond(session, query.after))
      .slice(0, query.limit)
      .map((session) => copyOf(session));
  }

  async countOf(filter: SessionFilter): Promise<number> {
    assertId(filter.userId);
    return this.ofUser(filter.userId).filter((session) => isOf(session, filter)).length;
  }

  async listOrigins(userId: string, since: Date, limit: number): Promise<Origin[]> {
    assertId(userId);
    return this.ofUser(userId)
      .filter(({ createdAt }) => createdAt >= since)
      .slice(0, limit)
      .map(({ ip, userAgent }) => ({ ip, userAgent }));
  }

  async listEndedSince(userId: string, since: Date, reasons: readonly EndReason[], limit: number): Promise<Session[]> {
    assertId(userId);
    return [...this.store.sessions.values()]
      .filter((session) => session.userId === userId && endedSince(session, since, reasons))
      .toSorted((a, b) => Number(b.endedAt) - Number(a.endedAt) || compareText(b.id, a.id))
      .slice(0, limit)
      .map((session) => copyOf(session));
  }

  async sweep(before: Date, limit: number): Promise<number> {
    return sweepMap(this.store.sessions, before, limit);
  }

  /** The newest first. */
  private ofUser(userId: string): Session[] {
    return [...this.store.sessions.values()]
      .filter((session) => session.userId === userId)
      .toSorted((a, b) => Number(b.createdAt) - Number(a.createdAt) || compareText(b.id, a.id));
  }

  private change(id: string, guard: (session: Session) => boolean, fields: Partial<Session>): boolean {
    assertId(id);
    const session = this.store.sessions.get(id);
    if (!session || !guard(session)) return false;
    this.store.sessions.set(id, copyOf({ ...session, ...fields }));
    return true;
  }
}

export class MemoryCallers extends CallerReader {
  constructor(private readonly sessions: MemorySessions) {
    super();
  }

  async find(sessionId: string): Promise<CallerRecord | null> {
    const found = await this.sessions.findWithUser(sessionId);
    if (!found) return null;
    const { id, userId, credentialsVersion, expiresAt, endedAt, endReason } = found.session;
    return { session: { id, userId, credentialsVersion, expiresAt, endedAt, endReason }, user: found.user };
  }
}

function endedSince({ endedAt, endReason }: Session, since: Date, reasons: readonly EndReason[]): boolean {
  return endedAt !== null && endedAt >= since && endReason !== null && reasons.includes(endReason);
}

function isOf(session: Session, { credentialsVersion, now, endedSince }: SessionFilter): boolean {
  const { endedAt, expiresAt } = session;
  if (endedSince !== null) return (endedAt ?? expiresAt) >= endedSince;
  return endedAt === null && expiresAt > now && session.credentialsVersion === credentialsVersion;
}

function isBeyond({ id, createdAt }: Session, after: SessionPosition | null): boolean {
  if (after === null || createdAt < after.createdAt) return true;
  return createdAt.getTime() === after.createdAt.getTime() && compareText(id, after.id) < 0;
}
