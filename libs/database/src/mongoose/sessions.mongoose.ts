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
import { toSession } from './documents.js';
import type { MongoDatabase } from './mongo-database.js';
import { ours } from './mongo-database.js';
import { readSession } from './read-session.js';
import { sweepCollection } from './sweep-collection.js';

export class MongooseSessions extends SessionsRepository {
  constructor(private readonly db: MongoDatabase) {
    super();
  }

  async insert(session: NewSession): Promise<void> {
    assertId(session.id);
    assertId(session.userId);
    await this.db.requireUser(session.userId);
    const { id, ...fields } = freshSession(session);
    await this.db.run(() => this.db.models.sessions.insertOne({ _id: id, ...fields }));
  }

  findWithUser(id: string): Promise<SessionWithUser | null> {
    return readSession(this.db, id);
  }

  async rotate(id: string, { presentedDigest, nextDigest, salt, expiresAt }: Rotation, now: Date): Promise<boolean> {
    assertId(id);
    const rotated = { previousDigest: presentedDigest, refreshDigest: nextDigest, rotationSalt: salt, rotatedAt: now };
    return this.db.update(
      this.db.models.sessions,
      { _id: id, refreshDigest: presentedDigest, endedAt: null, expiresAt: { $gt: now } },
      { $set: { ...rotated, lastUsedAt: now, expiresAt } },
    );
  }

  async end(id: string, reason: EndReason, now: Date): Promise<boolean> {
    assertId(id);
    return this.db.update(
      this.db.models.sessions,
      { _id: id, endedAt: null },
      { $set: { endedAt: now, endReason: reason } },
    );
  }

  async endAllOf(userId: string, beforeCredentialsVersion: number, reason: EndReason, now: Date): Promise<number> {
    assertId(userId);
    const living = ours({ userId, endedAt: null, credentialsVersion: { $lt: beforeCredentialsVersion } });
    const { matchedCount } = await this.db.run(() =>
      this.db.models.sessions.updateMany(living, { $set: { endedAt: now, endReason: reason } }).exec(),
    );
    return matchedCount;
  }

  async endOthers(userId: string, keptId: string, reason: EndReason, now: Date): Promise<number> {
    assertId(userId);
    assertId(keptId);
    const others = ours({ userId, endedAt: null, _id: { $ne: keptId } });
    const { matchedCount } = await this.db.run(() =>
      this.db.models.sessions.updateMany(others, { $set: { endedAt: now, endReason: reason } }).exec(),
    );
    return matchedCount;
  }

  async lift(id: string, fromCredentialsVersion: number, toCredentialsVersion: number): Promise<boolean> {
    assertId(id);
    const guard = { _id: id, endedAt: null, credentialsVersion: fromCredentialsVersion };
    return this.db.update(this.db.models.sessions, guard, { $set: { credentialsVersion: toCredentialsVersion } });
  }

  async listOf({ after, limit, ...filter }: SessionPageQuery): Promise<Session[]> {
    const page = ours({ $and: [...conditionsOf(filter), ...(after === null ? [] : [isBeyond(after)])] });
    const found = await this.db.run(() =>
      this.db.models.sessions.find(page).sort({ createdAt: -1, _id: -1 }).limit(limit).lean().exec(),
    );
    return found.map(toSession);
  }

  async countOf(filter: SessionFilter): Promise<number> {
    return this.db.run(() => this.db.models.sessions.countDocuments(ours({ $and: conditionsOf(filter) })).exec());
  }

  async listOrigins(userId: string, since: Date, limit: number): Promise<Origin[]> {
    assertId(userId);
    const found = await this.db.run(() =>
      this.db.models.sessions
        .find(ours({ userId, createdAt: { $gte: since } }), { ip: 1, userAgent: 1 })
        .sort({ createdAt: -1, _id: -1 })
        .limit(limit)
        .lean()
        .exec(),
    );
    return found.map(({ ip, userAgent }) => ({ ip, userAgent }));
  }

  async listEndedSince(userId: string, since: Date, reasons: readonly EndReason[], limit: number): Promise<Session[]> {
    assertId(userId);
    const ended = ours({ userId, endedAt: { $gte: since }, endReason: { $in: [...reasons] } });
    const found = await this.db.run(() =>
      this.db.models.sessions.find(ended).sort({ endedAt: -1, _id: -1 }).limit(limit).lean().exec(),
    );
    return found.map(toSession);
  }

  sweep(before: Date, limit: number): Promise<number> {
    return sweepCollection(this.db, this.db.models.sessions, before, limit);
  }
}

function isBeyond({ createdAt, id }: SessionPosition): object {
  return { $or: [{ createdAt: { $lt: createdAt } }, { createdAt, _id: { $lt: id } }] };
}

function conditionsOf({ userId, credentialsVersion, now, endedSince }: SessionFilter): object[] {
  assertId(userId);
  if (endedSince === null) return [{ userId }, { endedAt: null, expiresAt: { $gt: now }, credentialsVersion }];
  return [{ userId }, { $or: [{ endedAt: { $gte: endedSince } }, { endedAt: null, expiresAt: { $gte: endedSince } }] }];
}
