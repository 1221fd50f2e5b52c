import type { User } from '@janus/access';
import type { PageResponse } from '@janus/http';
import { KeysetPages } from '@janus/http';
import { Inject, Injectable } from '@nestjs/common';
import { AuditReader } from '../audit-reader.service.js';
import type { AuditOptions } from '../audit.options.js';
import { AUDIT_OPTIONS } from '../audit.options.js';
import type { AuditEventResponse } from './audit-event.response.js';
import { toAuditEventResponse } from './audit-event.response.js';
import type { ListAuditQueryDto } from './list-audit.query.dto.js';
import { toAuditQuestion } from './list-audit.query.dto.js';

/** Pages of events. */
@Injectable()
export class AuditPages {
  private readonly pages: KeysetPages;

  constructor(
    private readonly reader: AuditReader,
    @Inject(AUDIT_OPTIONS) { cursorKey }: AuditOptions,
  ) {
    this.pages = new KeysetPages(cursorKey);
  }

  /** @throws Problem INVALID_CURSOR */
  page(caller: User, query: ListAuditQueryDto): Promise<PageResponse<AuditEventResponse>> {
    const question = toAuditQuestion(query);
    return this.pages.page(query, {
      binding: ['audit', caller.id, caller.role, question],
      list: (last, limit) => {
        const after = last && { at: last.value as Date, id: last.id };
        return this.reader.list(caller, { ...question, after, limit });
      },
      count: () => this.reader.count(caller, question),
      positionOf: ({ at, id }) => ({ value: at, id }),
      show: toAuditEventResponse,
    });
  }
}
