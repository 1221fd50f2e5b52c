import type { FileHandle } from 'node:fs/promises';
import { rm } from 'node:fs/promises';
import type { RefusedLine } from '@janus/auth';
import { UsageError } from '../command.js';
import { openOwn } from './open-own.js';

const beginning = '{"line":';

/** Where refused lines are told: one line of JSON each, with the number of the line and every mistake, and no value of it. */
export class ReportFile {
  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
    private written: number,
  ) {}

  /**
   * An older report is written over, and nothing else.
   * @param keptBytes what an earlier run has noted; what it wrote after that belongs to a batch that is repeated
   * @throws UsageError
   */
  static async open(path: string, keptBytes: number): Promise<ReportFile> {
    const handle = await openOwn(path, 'a').catch((error: NodeJS.ErrnoException) => {
      throw new UsageError(`the report ${path} cannot be written: ${error.code ?? error.message}`);
    });
    if (!(await isReport(handle))) {
      await handle.close();
      throw new UsageError(`${path} holds something else than a report: name another file, or remove it`);
    }
    const kept = Math.min((await handle.stat()).size, keptBytes);
    await handle.truncate(kept);
    return new ReportFile(path, handle, kept);
  }

  /** Bytes written so far. */
  get size(): number {
    return this.written;
  }

  /** On the disk when it returns. */
  async add(lines: readonly RefusedLine[]): Promise<void> {
    if (lines.length === 0) return;
    const text = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''), 'utf8');
    await this.handle.appendFile(text);
    await this.handle.datasync();
    this.written += text.length;
  }

  close(): Promise<void> {
    return this.handle.close();
  }

  /** An empty report would only look as if something were wrong. */
  async removeIfEmpty(): Promise<void> {
    if (this.written === 0) await rm(this.path, { force: true });
  }
}

async function isReport(handle: FileHandle): Promise<boolean> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(beginning.length), 0, beginning.length, 0);
  return bytesRead === 0 || buffer.subarray(0, bytesRead).toString('latin1') === beginning;
}
