import type { CallerRecord } from '@janus/access';
import { CallerReader } from '@janus/access';
import { readSession } from './read-session.js';
import type { MongoDatabase } from './mongo-database.js';

export class MongooseCallers extends CallerReader {
  constructor(private readonly db: MongoDatabase) {
    super();
  }

  async find(sessionId: string): Promise<CallerRecord | null> {
    const found = await readSession(this.db, sessionId);
    if (!found) return null;
    const { id, userId, credentialsVersion, expiresAt, endedAt, endReason } = found.session;
    return { session: { id, userId, credentialsVersion, expiresAt, endedAt, endReason }, user: found.user };
  }
}
