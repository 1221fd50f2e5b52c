import type { Caller } from '@janus/access';
import type { PageResponse } from '@janus/http';
import { CursorCodec, pageResponse } from '@janus/http';
import type { UsersOptions } from '@janus/users';
import { USERS_OPTIONS } from '@janus/users';
import { Inject, Injectable } from '@nestjs/common';
import { SessionListService } from '../sessions/session-list.service.js';
import type { SessionPosition } from '../sessions/sessions.repository.js';
import type { SessionResponse } from './session.response.js';
import { toSessionResponse } from './session.response.js';
import type { ListSessionsQueryDto } from './sessions.query.dto.js';

/** Pages of sessions: cursors in, cursors out. */
@Injectable()
export class SessionPages {
  private readonly cursors: CursorCodec;

  constructor(
    private readonly lists: SessionListService,
    @Inject(USERS_OPTIONS) options: UsersOptions,
  ) {
    this.cursors = new CursorCodec(options.cursorKey);
  }

  /** @throws Problem INVALID_CURSOR, and as the policy says */
  async page(caller: Caller, userId: string, query: ListSessionsQueryDto): Promise<PageResponse<SessionResponse>> {
    const limit = Number(query.limit ?? 20);
    const includeEnded = query.includeEnded === 'true';
    const binding = JSON.stringify(['sessions', userId, includeEnded]);
    const after = query.cursor === undefined ? null : this.positionOf(query.cursor, binding);
    // One more than asked for tells whether there is a next page.
    const found = await this.lists.list(caller.user, userId, { includeEnded, after, limit: limit + 1 });
    const total = query.withTotal === 'true' ? await this.lists.count(caller.user, userId, includeEnded) : undefined;
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1)?.session : undefined;
    const nextCursor = last ? this.cursors.encode({ value: last.createdAt, id: last.id }, binding) : null;
    return pageResponse(
      shown.map((session) => toSessionResponse(session, caller.sessionId)),
      { nextCursor, limit, total },
    );
  }

  private positionOf(cursor: string, binding: string): SessionPosition {
    const { value, id } = this.cursors.decode(cursor, binding);
    return { createdAt: value as Date, id };
  }
}
