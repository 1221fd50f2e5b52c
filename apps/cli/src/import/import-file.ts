import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { open, stat } from 'node:fs/promises';
import { UsageError } from '../command.js';

const chunkBytes = 256 * 1024;

/** The file that is imported, kept open from its digest to its last line. */
export class ImportFile {
  private constructor(
    private readonly handle: FileHandle,
    readonly size: number,
    private readonly changedAtMs: number,
  ) {}

  /** @throws UsageError if there is no such file, or it is none that can be read twice */
  static async open(path: string): Promise<ImportFile> {
    const refuse = (error: NodeJS.ErrnoException): never => {
      throw new UsageError(`${path} cannot be read: ${error.code}`);
    };
    // Looked at first: to open a pipe waits for somebody who writes.
    if (!(await stat(path).catch(refuse)).isFile()) throw new UsageError(`${path} is not a regular file`);
    const handle = await open(path, 'r').catch(refuse);
    const { size, mtimeMs } = await handle.stat();
    return new ImportFile(handle, size, mtimeMs);
  }

  /** SHA-256 of everything that is in it. */
  async digest(): Promise<string> {
    const hash = createHash('sha256');
    for await (const chunk of this.chunks(0)) hash.update(chunk);
    return hash.digest('base64url');
  }

  chunks(offset: number): AsyncIterable<Buffer> {
    return this.handle.createReadStream({ start: offset, highWaterMark: chunkBytes, autoClose: false });
  }

  async hasChanged(): Promise<boolean> {
    const { size, mtimeMs } = await this.handle.stat();
    return size !== this.size || mtimeMs !== this.changedAtMs;
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}
