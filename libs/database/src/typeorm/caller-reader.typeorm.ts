import type { CallerRecord } from '@janus/access';
import { CallerReader } from '@janus/access';
import { assertId } from '@janus/kernel';
import { callerSessionOf, selectCaller, userOf } from './rows.js';
import type { SqlDatabase } from './sql-database.js';

export class TypeormCallers extends CallerReader {
  constructor(private readonly db: SqlDatabase) {
    super();
  }

  async find(sessionId: string): Promise<CallerRecord | null> {
    assertId(sessionId);
    const [row] = await this.db.run(() => this.db.prepared.rows(selectCaller, [sessionId]));
    return row ? { session: callerSessionOf(row), user: userOf(row) } : null;
  }
}
