import type { Caller } from '@janus/access';
import type { PageResponse } from '@janus/http';
import { KeysetPages } from '@janus/http';
import type { UsersOptions } from '@janus/users';
import { USERS_OPTIONS } from '@janus/users';
import { Inject, Injectable } from '@nestjs/common';
import { SessionListService } from '../sessions/session-list.service.js';
import type { SessionResponse } from './session.response.js';
import { toSessionResponse } from './session.response.js';
import type { ListSessionsQueryDto } from './sessions.query.dto.js';

/** Pages of sessions. */
@Injectable()
export class SessionPages {
  private readonly pages: KeysetPages;

  constructor(
    private readonly lists: SessionListService,
    @Inject(USERS_OPTIONS) options: UsersOptions,
  ) {
    this.pages = new KeysetPages(options.cursorKey);
  }

  /** @throws Problem INVALID_CURSOR, and as the policy says */
  page(caller: Caller, userId: string, query: ListSessionsQueryDto): Promise<PageResponse<SessionResponse>> {
    const includeEnded = query.includeEnded === 'true';
    return this.pages.page(query, {
      binding: ['sessions', userId, includeEnded],
      list: (last, limit) => {
        const after = last && { createdAt: last.value as Date, id: last.id };
        return this.lists.list(caller.user, userId, { includeEnded, after, limit });
      },
      count: () => this.lists.count(caller.user, userId, includeEnded),
      positionOf: ({ session }) => ({ value: session.createdAt, id: session.id }),
      show: (session) => toSessionResponse(session, caller.sessionId),
    });
  }
}
