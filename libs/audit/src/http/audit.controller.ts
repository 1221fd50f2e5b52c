import type { User } from '@janus/access';
import { CurrentUser, Permissions } from '@janus/access';
import type { PageResponse } from '@janus/http';
import { linkToNext } from '@janus/http';
import { validationFailed } from '@janus/kernel';
import { Controller, Get, Headers, Inject, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { AuditReader } from '../audit-reader.service.js';
import type { AuditOptions } from '../audit.options.js';
import { AUDIT_OPTIONS } from '../audit.options.js';
import type { AuditEventResponse } from './audit-event.response.js';
import { ndjson, toNdjson, wantsNdjson } from './audit-export.js';
import { AuditPages } from './audit-pages.js';
import { DocListAudit } from './audit.docs.js';
import { ListAuditQueryDto, toAuditQuestion } from './list-audit.query.dto.js';

interface Reply {
  header(name: string, value: string): unknown;
}

const ofPages = ['limit', 'cursor', 'withTotal'] as const;

@Controller('audit')
export class AuditController {
  constructor(
    private readonly pages: AuditPages,
    private readonly reader: AuditReader,
    @Inject(AUDIT_OPTIONS) private readonly options: AuditOptions,
  ) {}

  @Get()
  @Permissions('audit:read')
  @DocListAudit()
  async list(
    @CurrentUser() caller: User,
    @Query() query: ListAuditQueryDto,
    @Headers('accept') accept: string | undefined,
    @Req() request: { url: string },
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<PageResponse<AuditEventResponse> | StreamableFile> {
    reply.header('Vary', 'Accept');
    if (!wantsNdjson(accept))
      return linkToNext(reply, this.options.publicUrl(), request.url, await this.pages.page(caller, query));
    const misplaced = ofPages.filter((name) => query[name] !== undefined);
    if (misplaced.length > 0)
      throw validationFailed(misplaced.map((name) => ({ pointer: `?${name}`, message: 'is not for a stream' })));
    return new StreamableFile(await toNdjson(this.reader.pages(caller, toAuditQuestion(query))), { type: ndjson });
  }
}
