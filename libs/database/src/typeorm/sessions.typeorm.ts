import type { EndReason } from '@janus/access';
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
import { assertId } from '@janus/kernel';
import type { SelectQueryBuilder } from 'typeorm';
import { selectSession, selectSessions, sessionOf, userOf } from './rows.js';
import type { SqlDatabase } from './sql-database.js';
import { sweepTable } from './sweep-table.js';

// One guarded update: whoever presents a secret that is not current any more changes nothing.
const rotation = `UPDATE sessions SET previous_digest = refresh_digest, refresh_digest = ?, rotation_salt = ?, rotated_at = ?,
  last_used_at = ?, expires_at = ? WHERE id = ? AND refresh_digest = ? AND ended_at IS NULL AND expires_at > ?`;

const origins = `SELECT ip, user_agent FROM sessions WHERE user_id = ? AND created_at >= ? ORDER BY created_at DESC, id DESC`;

export class TypeormSessions extends SessionsRepository {
  constructor(private readonly db: SqlDatabase) {
    super();
  }

  async insert(session: NewSession): Promise<void> {
    assertId(session.id);
    assertId(session.userId);
    const { sessions } = this.db.entities;
    await this.db.insert(sessions, freshSession(session));
  }

  async findWithUser(id: string): Promise<SessionWithUser | null> {
    assertId(id);
    const [row] = await this.db.run(() => this.db.prepared.rows(selectSession, [id]));
    return row ? { session: sessionOf(row), user: userOf(row) } : null;
  }

  async rotate(id: string, { presentedDigest, nextDigest, salt, expiresAt }: Rotation, now: Date): Promise<boolean> {
    assertId(id);
    const values = [nextDigest, salt, now, now, expiresAt, id, presentedDigest, now];
    return (await this.db.execute(rotation, values)) === 1;
  }

  async end(id: string, reason: EndReason, now: Date): Promise<boolean> {
    assertId(id);
    const ended = await this.db.update(this.db.entities.sessions, (query) =>
      query.set({ endedAt: now, endReason: reason }).where('id = :id AND ended_at IS NULL', { id }),
    );
    return ended === 1;
  }

  async endAllOf(userId: string, beforeCredentialsVersion: number, reason: EndReason, now: Date): Promise<number> {
    assertId(userId);
    return this.db.update(this.db.entities.sessions, (query) =>
      query
        .set({ endedAt: now, endReason: reason })
        .where('user_id = :userId AND ended_at IS NULL AND credentials_version < :version', {
          userId,
          version: beforeCredentialsVersion,
        }),
    );
  }

  async endOthers(userId: string, keptId: string, reason: EndReason, now: Date): Promise<number> {
    assertId(userId);
    assertId(keptId);
    return this.db.update(this.db.entities.sessions, (query) =>
      query
        .set({ endedAt: now, endReason: reason })
        .where('user_id = :userId AND ended_at IS NULL AND id <> :keptId', { userId, keptId }),
    );
  }

  async lift(id: string, fromCredentialsVersion: number, toCredentialsVersion: number): Promise<boolean> {
    assertId(id);
    const lifted = await this.db.update(this.db.entities.sessions, (query) =>
      query
        .set({ credentialsVersion: toCredentialsVersion })
        .where('id = :id AND ended_at IS NULL AND credentials_version = :version', {
          id,
          version: fromCredentialsVersion,
        }),
    );
    return lifted === 1;
  }

  async listOf({ after, limit, ...filter }: SessionPageQuery): Promise<Session[]> {
    const query = this.filtered(filter);
    if (after !== null) query.andWhere('(s.createdAt < :at OR (s.createdAt = :at AND s.id < :id))', positionOf(after));
    return this.db.run(() => query.orderBy('s.createdAt', 'DESC').addOrderBy('s.id', 'DESC').limit(limit).getMany());
  }

  async countOf(filter: SessionFilter): Promise<number> {
    return this.db.run(() => this.filtered(filter).getCount());
  }

  async listOrigins(userId: string, since: Date, limit: number): Promise<Origin[]> {
    assertId(userId);
    const rows = await this.db.run(() =>
      this.db.prepared.rows(`${origins} LIMIT ${Math.trunc(limit)}`, [userId, since]),
    );
    return rows.map((row) => ({ ip: row['ip'] as string | null, userAgent: row['user_agent'] as string | null }));
  }

  async listEndedSince(userId: string, since: Date, reasons: readonly EndReason[], limit: number): Promise<Session[]> {
    assertId(userId);
    if (reasons.length === 0) return [];
    const sql = `${selectSessions} WHERE s.user_id = ? AND s.ended_at >= ? AND s.end_reason IN (${reasons.map(() => '?').join(', ')})
      ORDER BY s.ended_at DESC, s.id DESC LIMIT ${Math.trunc(limit)}`;
    return (await this.db.run(() => this.db.prepared.rows(sql, [userId, since, ...reasons]))).map(sessionOf);
  }

  sweep(before: Date, limit: number): Promise<number> {
    return sweepTable(this.db, this.db.entities.sessions, 'id', before, limit);
  }

  private filtered({ userId, credentialsVersion, now, endedSince }: SessionFilter): SelectQueryBuilder<Session> {
    assertId(userId);
    const query = this.db.select(this.db.entities.sessions, 's').where('s.userId = :userId', { userId });
    if (endedSince !== null)
      return query.andWhere('(s.endedAt >= :endedSince OR (s.endedAt IS NULL AND s.expiresAt >= :endedSince))', {
        endedSince,
      });
    const isLiving = 's.endedAt IS NULL AND s.expiresAt > :now AND s.credentialsVersion = :credentialsVersion';
    return query.andWhere(isLiving, { now, credentialsVersion });
  }
}

function positionOf({ createdAt, id }: SessionPosition): { at: Date; id: string } {
  return { at: createdAt, id };
}
