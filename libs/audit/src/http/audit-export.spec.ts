import { anAuditEvent } from '../../../../test/factories/records.js';
import type { AuditEvent } from '../audit-event.js';
import { toNdjson, wantsNdjson } from './audit-export.js';

describe('the export of the audit log', () => {
  const pageSize = 500;
  let pagesRead: number;

  /** More than anybody takes. */
  async function* pages(): AsyncGenerator<AuditEvent[]> {
    for (; pagesRead < 1_000; pagesRead += 1) yield Array.from({ length: pageSize }, () => anAuditEvent());
  }

  it('reads one page at a time, and no further than the client takes', async () => {
    pagesRead = 0;
    const stream = await toNdjson(pages());
    const iterator = stream[Symbol.asyncIterator]() as AsyncIterableIterator<Buffer>;
    let lines = 0;
    for (let taken = 0; taken < 5; taken += 1) {
      const { value } = await iterator.next();
      lines += String(value).split('\n').length - 1;
    }
    expect(lines).toBeGreaterThanOrEqual(5 * pageSize);
    expect(pagesRead).toBeLessThanOrEqual(lines / pageSize + 2);
    stream.destroy();
  });

  it('fails before the first line if the first page does', async () => {
    async function* failing(): AsyncGenerator<AuditEvent[]> {
      yield await Promise.reject<AuditEvent[]>(new Error('gone'));
    }
    await expect(toNdjson(failing())).rejects.toThrow('gone');
  });

  it.each([
    ['application/x-ndjson', true],
    ['text/html, Application/X-NDJSON;q=0.5', true],
    ['application/x-ndjson;q=0', false],
    ['application/x-ndjson; q=0.00', false],
    ['*/*', false],
    ['application/*', false],
    [undefined, false],
  ])('takes %j for a wish for lines: %j', (accept, expected) => {
    expect(wantsNdjson(accept)).toBe(expected);
  });
});
