import type { User } from '@janus/access';
import { CursorCodec, pageResponse } from '@janus/http';
import type { PageResponse } from '@janus/http';
import { Inject, Injectable } from '@nestjs/common';
import type { UsersOptions } from '../users.options.js';
import { USERS_OPTIONS } from '../users.options.js';
import type { UserListRequest } from '../users.service.js';
import { UsersService, assertSeesFields } from '../users.service.js';
import type { ListUsersQueryDto } from './list-users.query.dto.js';
import { toListRequest } from './list-users.query.dto.js';
import type { ShortUserResponse, UserResponse } from './user.response.js';
import { viewOf } from './user.response.js';

/** Pages of users: cursors in, cursors out. */
@Injectable()
export class UserPages {
  private readonly cursors: CursorCodec;

  constructor(
    private readonly users: UsersService,
    @Inject(USERS_OPTIONS) options: UsersOptions,
  ) {
    this.cursors = new CursorCodec(options.cursorKey);
  }

  /** @throws Problem NO_PERMISSION, INVALID_CURSOR */
  async page(actor: User, query: ListUsersQueryDto): Promise<PageResponse<UserResponse | ShortUserResponse>> {
    const asked = toListRequest(query);
    const limit = Number(query.limit ?? 20);
    // Bound to everything that decides the order and the content, so that a cursor never goes on in another list.
    const binding = JSON.stringify([actor.role, asked]);
    assertSeesFields(actor, { ...asked, after: null, limit });
    const after = query.cursor === undefined ? null : this.cursors.decode(query.cursor, binding);
    // One more than asked for tells whether there is a next page.
    const request: UserListRequest = { ...asked, after, limit: limit + 1 };
    const found = await this.users.list(actor, request);
    const total = query.withTotal === 'true' ? await this.users.count(actor, request) : undefined;
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    const nextCursor = last ? this.cursors.encode({ value: last[request.sort], id: last.id }, binding) : null;
    return pageResponse(
      shown.map((user) => viewOf(actor, user)),
      { nextCursor, limit, total },
    );
  }
}
