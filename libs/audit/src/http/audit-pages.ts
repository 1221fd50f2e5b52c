import type { User } from '@janus/access';
import type { PageResponse } from '@janus/http';
import { CursorCodec, pageResponse } from '@janus/http';
import { Inject, Injectable } from '@nestjs/common';
import type { AuditPosition } from '../audit-log.repository.js';
import { AuditReader } from '../audit-reader.service.js';
import type { AuditOptions } from '../audit.options.js';
import { AUDIT_OPTIONS } from '../audit.options.js';
import type { AuditEventResponse } from './audit-event.response.js';
import { toAuditEventResponse } from './audit-event.response.js';
import type { ListAuditQueryDto } from './list-audit.query.dto.js';
import { toAuditQuestion } from './list-audit.query.dto.js';

/** Pages of events: cursors in, cursors out. */
@Injectable()
export class AuditPages {
  private readonly cursors: CursorCodec;

  constructor(
    private readonly reader: AuditReader,
    @Inject(AUDIT_OPTIONS) { cursorKey }: AuditOptions,
  ) {
    this.cursors = new CursorCodec(cursorKey);
  }

  /** @throws Problem INVALID_CURSOR */
  async page(caller: User, query: ListAuditQueryDto): Promise<PageResponse<AuditEventResponse>> {
    const question = toAuditQuestion(query);
    const limit = Number(query.limit ?? 20);
    const binding = JSON.stringify(['audit', caller.id, caller.role, question]);
    const after = query.cursor === undefined ? null : this.positionOf(query.cursor, binding);
    // One more than asked for tells whether there is a next page.
    const found = await this.reader.list(caller, { ...question, after, limit: limit + 1 });
    const total = query.withTotal === 'true' ? await this.reader.count(caller, question) : undefined;
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    const nextCursor = last ? this.cursors.encode({ value: last.at, id: last.id }, binding) : null;
    return pageResponse(shown.map(toAuditEventResponse), { nextCursor, limit, total });
  }

  private positionOf(cursor: string, binding: string): AuditPosition {
    const { value, id } = this.cursors.decode(cursor, binding);
    return { at: value as Date, id };
  }
}
