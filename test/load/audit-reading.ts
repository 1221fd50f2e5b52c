import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { HttpConnection, requestText } from './http-connection.js';
import type { QuietService } from './quiet-service.js';

export interface AuditPage {
  readonly data: readonly { readonly id: string; readonly at: string }[];
  readonly page: { readonly nextCursor: string | null; readonly total?: number };
}

/** Where the last page of a list is, and what came before. */
export interface Walk {
  readonly ids: readonly string[];
  /** How many there are by the service's own count. */
  readonly total: number;
  /** The query of the last page, which has as many entries as the first one. */
  readonly last: string;
  readonly seconds: number;
}

const [largest, usual] = [100, 20];
const [sipBytes, sipMs, sampleMs] = [1_024, 10, 20];

/** One administrator's connection for pages, and others for exports. */
export class AuditReading {
  private readonly wire: HttpConnection;

  constructor(
    private readonly service: QuietService,
    private readonly token: string,
  ) {
    const { hostname, port } = new URL(service.url);
    this.wire = new HttpConnection(hostname, Number(port));
  }

  async page(query: string): Promise<AuditPage> {
    const { status, body } = await this.wire.send(requestText('GET', `/api/v1/audit?${query}`, this.token, null));
    if (status !== 200) throw new Error(`GET /audit?${query}: ${status} ${body}`);
    return JSON.parse(body) as AuditPage;
  }

  async milliseconds(query: string): Promise<number> {
    const sentAt = performance.now();
    const { status } = await this.wire.send(requestText('GET', `/api/v1/audit?${query}`, this.token, null));
    if (status !== 200) throw new Error(`GET /audit?${query}: ${status}`);
    return performance.now() - sentAt;
  }

  /** By cursors from the first page to the last; the first is cut so that the last one is whole. */
  async walk(filter: string): Promise<Walk> {
    const startedAt = performance.now();
    const { total = 0 } = (await this.page(`${filter}&limit=1&withTotal=true`)).page;
    const ids: string[] = [];
    let [last, cursor]: [string, string | null] = ['', ''];
    while (cursor !== null) {
      const left = total - ids.length;
      const limit = ids.length === 0 ? total % usual || usual : Math.min(largest, Math.max(usual, left - usual));
      last = `${filter}&limit=${limit}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
      const { data, page } = await this.page(last);
      ids.push(...data.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    return { ids, total, last, seconds: (performance.now() - startedAt) / 1000 };
  }

  /** Everything, as fast as it comes. @returns the ids of the lines in their order */
  async export(): Promise<{ ids: string[]; bytes: number; seconds: number }> {
    const startedAt = performance.now();
    const [response, ids] = [await this.open(), [] as string[]];
    let bytes = 0;
    response.on('data', (chunk: Buffer) => (bytes += chunk.length));
    for await (const line of createInterface({ input: response })) ids.push((JSON.parse(line) as { id: string }).id);
    if (!response.complete) throw new Error('the export was cut');
    return { ids, bytes, seconds: (performance.now() - startedAt) / 1000 };
  }

  /** Takes 1 KB of an export, pauses, and so on, for so long; then hangs up. */
  async sip(seconds: number): Promise<{ taken: number; serviceRead: number; seconds: number }> {
    const readBefore = this.service.readMb();
    const response = await this.open();
    const until = performance.now() + seconds * 1000;
    let taken = 0;
    while (performance.now() < until) {
      taken += (response.read(sipBytes) as Buffer | null)?.length ?? 0;
      await pause(sipMs);
    }
    const serviceRead = this.service.readMb() - readBefore;
    response.destroy();
    return { taken, serviceRead, seconds };
  }

  /** Resident memory in MB before the work, and its peak during it. */
  async memoryOf<T>(work: () => Promise<T>): Promise<{ result: T; before: number; peak: number; after: number }> {
    const before = this.service.rss();
    let peak = before;
    const timer = setInterval(() => (peak = Math.max(peak, this.service.rss())), sampleMs);
    try {
      return { result: await work(), before, peak, after: this.service.rss() };
    } finally {
      clearInterval(timer);
    }
  }

  close(): void {
    this.wire.close();
  }

  private open(): Promise<IncomingMessage> {
    const headers = { authorization: `Bearer ${this.token}`, accept: 'application/x-ndjson' };
    return new Promise((resolve, reject) => {
      const asked = request(`${this.service.url}/api/v1/audit`, { headers, agent: false }, (response) => {
        if (response.statusCode === 200) resolve(response);
        else reject(new Error(`export: ${response.statusCode}`));
      });
      asked.on('error', reject).end();
    });
  }
}
