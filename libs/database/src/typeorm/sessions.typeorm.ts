import type { EndReason } from '@janus/access';
import type { NewSession, Rotation, Session, SessionWithUser } from '@janus/auth';
import { SessionsRepository, freshSession } from '@janus/auth';
import { assertId } from '@janus/kernel';
import { selectSession, sessionOf, userOf } from './rows.js';
import type { SqlDatabase } from './sql-database.js';
import { sweepTable } from './sweep-table.js';

// One guarded update: whoever presents a secret that is not current any more changes nothing.
const rotation = `UPDATE sessions SET previous_digest = refresh_digest, refresh_digest = ?, rotation_salt = ?, rotated_at = ?,
  last_used_at = ?, expires_at = ? WHERE id = ? AND refresh_digest = ? AND ended_at IS NULL AND expires_at > ?`;

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
    return (await this.db.run(() => this.db.prepared.write(rotation, values))) === 1;
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

  async listEndedSince(userId: string, since: Date, reasons: readonly EndReason[], limit: number): Promise<Session[]> {
    assertId(userId);
    if (reasons.length === 0) return [];
    return this.db.run(() =>
      this.db
        .select(this.db.entities.sessions, 's')
        .where('s.userId = :userId AND s.endedAt >= :since AND s.endReason IN (:...reasons)', {
          userId,
          since,
          reasons,
        })
        .orderBy('s.endedAt', 'DESC')
        .addOrderBy('s.id', 'DESC')
        .limit(limit)
        .getMany(),
    );
  }

  sweep(before: Date, limit: number): Promise<number> {
    return sweepTable(this.db, this.db.entities.sessions, 'id', before, limit);
  }
}
