import { Readable } from 'node:stream';
import type { AuditEvent } from '../audit-event.js';
import { toAuditEventResponse } from './audit-event.response.js';

export const ndjson = 'application/x-ndjson';

/** Whether the request asks for NDJSON by name (RFC 9110 section 12.5.1); who takes anything gets JSON. */
export function wantsNdjson(accept: string | undefined): boolean {
  return (accept ?? '').split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    return type === ndjson && !parameters.some((parameter) => /^q=0(\.0{0,3})?$/.test(parameter));
  });
}

/**
 * The events as lines of JSON, read as fast as the client takes them. The first page is awaited, so that what fails at once is
 * answered as a problem; what fails later cuts the connection, and the client knows that it has not got everything.
 */
export async function toNdjson(pages: AsyncGenerator<AuditEvent[]>): Promise<Readable> {
  const first = await pages.next();
  return Readable.from(linesOf(first, pages), { objectMode: false });
}

async function* linesOf(first: IteratorResult<AuditEvent[]>, rest: AsyncGenerator<AuditEvent[]>) {
  for (let page = first; !page.done; page = await rest.next()) {
    yield page.value.map((event) => `${JSON.stringify(toAuditEventResponse(event))}\n`).join('');
  }
}
