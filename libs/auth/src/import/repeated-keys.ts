import { createHmac, randomBytes } from 'node:crypto';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Kind = 'email' | 'id';

interface Repeat {
  readonly line: number;
  readonly kind: Kind;
}

// Addresses in the first half, ids in the second: of a line that repeats both the address is told.
const [bucketCount, idBuckets] = [256, 128];
const [digestBytes, lineBytes] = [16, 6];
const recordBytes = 1 + digestBytes + lineBytes;
const mostBuffered = 4 * 1024 * 1024;

/**
 * Finds what stands in a file more than once without keeping it in memory: keyed digests go to temporary files by their first
 * byte, and each of these is looked at by itself. A short file never reaches the disk.
 */
export class RepeatedKeys {
  private readonly key = randomBytes(32);
  private readonly buckets: Buffer[][] = Array.from({ length: bucketCount }, () => []);
  private buffered = 0;
  private folder: string | null = null;

  async add(kind: Kind, text: string, line: number): Promise<void> {
    const record = Buffer.alloc(recordBytes);
    const digest = createHmac('sha256', this.key).update(`${kind}:${text}`, 'utf8').digest();
    record.writeUInt8(kind === 'email' ? 1 : 0, 0);
    digest.copy(record, 1, 0, digestBytes);
    record.writeUIntBE(line, 1 + digestBytes, lineBytes);
    this.buckets[(kind === 'email' ? 0 : idBuckets) + (digest.readUInt8(0) % idBuckets)]?.push(record);
    this.buffered += recordBytes;
    if (this.buffered >= mostBuffered) await this.spill();
  }

  /** Lines that repeat a key of an earlier line, each line once; a bucket at a time, in order within it. */
  async *repeats(): AsyncGenerator<readonly Repeat[]> {
    const told = new Set<number>();
    for (let bucket = 0; bucket < bucketCount; bucket += 1) {
      const found = repeatsIn(await this.recordsOf(bucket)).filter(({ line }) => !told.has(line));
      for (const { line } of found) told.add(line);
      if (found.length > 0) yield found;
    }
  }

  async remove(): Promise<void> {
    if (this.folder !== null) await rm(this.folder, { recursive: true, force: true });
  }

  private async spill(): Promise<void> {
    this.folder ??= await mkdtemp(join(tmpdir(), 'janus-import-'));
    for (const [bucket, records] of this.buckets.entries()) {
      if (records.length > 0) await appendFile(join(this.folder, String(bucket)), Buffer.concat(records.splice(0)));
    }
    this.buffered = 0;
  }

  private async recordsOf(bucket: number): Promise<Buffer> {
    const inMemory = this.buckets[bucket] ?? [];
    if (this.folder === null) return Buffer.concat(inMemory);
    const onDisk = await readFile(join(this.folder, String(bucket))).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return Buffer.alloc(0);
      throw error;
    });
    return Buffer.concat([onDisk, ...inMemory]);
  }
}

function repeatsIn(records: Buffer): Repeat[] {
  const seen = new Set<string>();
  const repeats: Repeat[] = [];
  for (let start = 0; start < records.length; start += recordBytes) {
    const digest = records.toString('latin1', start + 1, start + 1 + digestBytes);
    const line = records.readUIntBE(start + 1 + digestBytes, lineBytes);
    if (seen.has(digest)) repeats.push({ line, kind: records.readUInt8(start) === 1 ? 'email' : 'id' });
    else seen.add(digest);
  }
  return repeats;
}
