import { Operation, httpProblems, pageHeaders, pageSchema } from '@janus/http';
import type { ApiResponseOptions } from '@nestjs/swagger';
import { getSchemaPath } from '@nestjs/swagger';
import { AuditEventResponse } from './audit-event.response.js';
import { ndjson } from './audit-export.js';

const response = {
  headers: pageHeaders,
  content: {
    'application/json': { schema: pageSchema({ $ref: getSchemaPath(AuditEventResponse) }) },
    [ndjson]: {
      schema: { type: 'string', description: 'One AuditEventResponse a line.' },
      example: '{"id":"019ab4c8-5f00-7c3e-8a6b-0c5d4e3f2a1b","at":"2026-11-24T10:00:00.000Z","type":"auth.logout"}\n',
    },
  },
} as unknown as Partial<ApiResponseOptions>;

export const DocListAudit = () =>
  Operation({
    id: 'listAudit',
    tag: 'audit',
    summary: 'Read the audit log',
    description:
      'The latest first. Administrators see everything, moderators their own events and those about users below them, users their own: those whose actor or target they are. With `Accept: application/x-ndjson` every event that the filters let through comes as one stream, without pages.',
    status: 200,
    answer: 'One page, or all as lines of JSON.',
    response,
    problems: [httpProblems.INVALID_CURSOR],
  });
