import { open, readFile, rename, rm } from 'node:fs/promises';
import { RefusedError } from '../command.js';

/** How far an import has come. */
export interface Checkpoint {
  /** SHA-256 of the file. */
  readonly file: string;
  readonly importId: string;
  /** RFC 3339. */
  readonly startedAt: string;
  /** Lines that are done, and where the next one begins. */
  readonly line: number;
  readonly offset: number;
  readonly stored: number;
  readonly refused: number;
  readonly reportBytes: number;
  /** A user who is stored if this is the database that the import was begun on. */
  readonly storedId: string | null;
}

/** The checkpoint on the disk. It is replaced as a whole: whatever interrupts a run, the old one or the new one is there. */
export class CheckpointFile {
  constructor(readonly path: string) {}

  /** Null if there is none. @throws RefusedError if it cannot be understood */
  async read(): Promise<Checkpoint | null> {
    const text = await readFile(this.path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (text === null) return null;
    const checkpoint = parse(text);
    if (checkpoint === null) throw new RefusedError(`${this.path} is no checkpoint of an import`);
    return checkpoint;
  }

  /** On the disk when it returns. */
  async write(checkpoint: Checkpoint): Promise<void> {
    const fresh = `${this.path}.new`;
    const handle = await open(fresh, 'w', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(checkpoint)}\n`);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await rename(fresh, this.path);
  }

  remove(): Promise<void> {
    return rm(this.path, { force: true });
  }
}

const shape: Readonly<Record<keyof Checkpoint, readonly string[]>> = {
  file: ['string'],
  importId: ['string'],
  startedAt: ['string'],
  line: ['number'],
  offset: ['number'],
  stored: ['number'],
  refused: ['number'],
  reportBytes: ['number'],
  storedId: ['string', 'object'],
};

function parse(text: string): Checkpoint | null {
  try {
    const value = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const isWhole = Object.entries(shape).every(([name, types]) => types.includes(typeof value[name]));
    return isWhole ? (value as unknown as Checkpoint) : null;
  } catch {
    return null;
  }
}
