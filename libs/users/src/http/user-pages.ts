import type { User } from '@janus/access';
import { KeysetPages } from '@janus/http';
import type { PageResponse } from '@janus/http';
import { Inject, Injectable } from '@nestjs/common';
import type { UsersOptions } from '../users.options.js';
import { USERS_OPTIONS } from '../users.options.js';
import { UsersService, assertSeesFields } from '../users.service.js';
import type { ListUsersQueryDto } from './list-users.query.dto.js';
import { toListRequest } from './list-users.query.dto.js';
import type { ShortUserResponse, UserResponse } from './user.response.js';
import { viewOf } from './user.response.js';

/** Pages of users. */
@Injectable()
export class UserPages {
  private readonly pages: KeysetPages;

  constructor(
    private readonly users: UsersService,
    @Inject(USERS_OPTIONS) options: UsersOptions,
  ) {
    this.pages = new KeysetPages(options.cursorKey);
  }

  /** @throws Problem NO_PERMISSION, INVALID_CURSOR */
  async page(actor: User, query: ListUsersQueryDto): Promise<PageResponse<UserResponse | ShortUserResponse>> {
    const asked = toListRequest(query);
    assertSeesFields(actor, asked);
    return this.pages.page(query, {
      binding: [actor.role, asked],
      list: (after, limit) => this.users.list(actor, { ...asked, after, limit }),
      count: () => this.users.count(actor, asked),
      positionOf: (user) => ({ value: user[asked.sort], id: user.id }),
      show: (user) => viewOf(actor, user),
    });
  }
}
