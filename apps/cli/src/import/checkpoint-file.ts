import { open, rename, rm } from 'node:fs/promises';
import { isId, parseInstant } from '@janus/kernel';
import { RefusedError } from '../command.js';
import { openOwn } from './open-own.js';

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

/**
 * The checkpoint on the disk. It is replaced as a whole: whatever interrupts a run, the old one or the new one is there. It is
 * nobody's but this run's: of two at once the one that finds the other's gives up.
 */
export class CheckpointFile {
  private ours: string | null = null;

  constructor(readonly path: string) {}

  /** Null if there is none. @throws RefusedError if it cannot be understood */
  async read(): Promise<Checkpoint | null> {
    const text = (this.ours = await this.text());
    if (text === null) return null;
    const checkpoint = parse(text);
    if (checkpoint === null) throw new RefusedError(`${this.path} is no checkpoint of an import`);
    return checkpoint;
  }

  /** On the disk when it returns. @throws RefusedError if another run has written or removed it */
  async write(checkpoint: Checkpoint): Promise<void> {
    const fresh = `${this.path}.new`;
    const text = `${JSON.stringify(checkpoint)}\n`;
    if ((await this.text()) !== this.ours) throw this.taken();
    try {
      // Made anew: whatever lies there, a run that died has left it or somebody wants us to write elsewhere.
      await rm(fresh, { force: true });
      await writeNew(fresh, text);
      await rename(fresh, this.path);
    } catch (error) {
      // Between two of these steps another run has done one of its own.
      throw ['EEXIST', 'ENOENT'].includes(String((error as NodeJS.ErrnoException).code)) ? this.taken() : error;
    }
    this.ours = text;
  }

  remove(): Promise<void> {
    return rm(this.path, { force: true });
  }

  private taken(): RefusedError {
    return new RefusedError(
      `another import with this report is running: it has written ${this.path}, and this one stops`,
    );
  }

  private async text(): Promise<string | null> {
    const handle = await openOwn(this.path, 'r').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw new RefusedError(`${this.path} is no checkpoint of an import: ${error.message}`);
    });
    try {
      return handle && (await handle.readFile('utf8'));
    } finally {
      await handle?.close();
    }
  }
}

async function writeNew(path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isName = (value: unknown): boolean => typeof value === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(value);

const shape: Readonly<Record<keyof Checkpoint, (value: unknown) => boolean>> = {
  file: isName,
  importId: isName,
  startedAt: (value) => typeof value === 'string' && parseInstant(value) !== null,
  line: isCount,
  offset: isCount,
  stored: isCount,
  refused: isCount,
  reportBytes: isCount,
  storedId: (value) => value === null || isId(value),
};

function parse(text: string): Checkpoint | null {
  try {
    const value = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const isWhole = Object.entries(shape).every(([name, isRight]) => isRight(value[name]));
    return isWhole ? (value as unknown as Checkpoint) : null;
  } catch {
    return null;
  }
}
