import type { InputError } from '@janus/kernel';
import { derivedId } from '@janus/kernel';
import type { ImportedFields } from './import-line.js';
import { readImportLine } from './import-line.js';
import type { FileLine, FilePosition } from './line-reader.js';
import type { ImportedUser } from './user-transfer.repository.js';

/** One import of one file, however often it was cut short. */
export interface ImportJob {
  /** Random: with the number of a line it makes the id of its user, so that a batch that is repeated is known again. */
  readonly id: string;
  /** The instant of users whose line tells none. */
  readonly startedAt: Date;
  /** Whether it goes on where an earlier run stopped. */
  readonly isResumed: boolean;
}

export interface RefusedLine {
  readonly line: number;
  readonly code: 'VALIDATION_FAILED' | 'EMAIL_TAKEN' | 'ID_TAKEN';
  readonly errors: readonly InputError[];
}

export interface UserLine {
  readonly line: number;
  readonly user: ImportedUser;
  /** Whether the id is made by us: then nobody else can have it. */
  readonly isOwnId: boolean;
}

/** Lines that are stored together. No two users of a batch share an address or an id. */
export interface Batch {
  readonly users: readonly UserLine[];
  readonly refused: readonly RefusedLine[];
  /** Right after its last line. */
  readonly end: FilePosition;
}

const mostUsers = 250;
// Lines that are refused or empty make no user, and must not pile up either.
const mostLines = 2_000;

/** Reads lines and puts them together; the same position in the same file always begins the same batch. Empty lines are no lines. */
export async function* batchesOf(lines: AsyncIterable<FileLine>, job: ImportJob): AsyncGenerator<Batch> {
  let open = new OpenBatch();
  for await (const { number, endOffset, bytes } of lines) {
    const position = { line: number, offset: endOffset };
    if (bytes !== null && isBlank(bytes)) {
      open.pass(position);
    } else {
      const read = readImportLine(bytes);
      const user = 'fields' in read ? toUserLine(number, read.fields, job) : null;
      if (user && open.holdsKeyOf(user)) {
        yield open.close();
        open = new OpenBatch();
      }
      if (user) open.add(user, position);
      if ('mistakes' in read) open.refuse({ line: number, code: 'VALIDATION_FAILED', errors: read.mistakes }, position);
    }
    if (!open.isFull) continue;
    yield open.close();
    open = new OpenBatch();
  }
  if (!open.isEmpty) yield open.close();
}

class OpenBatch {
  private readonly users: UserLine[] = [];
  private readonly refused: RefusedLine[] = [];
  private readonly keys = new Set<string>();
  private end: FilePosition | null = null;
  private lines = 0;

  get isEmpty(): boolean {
    return this.end === null;
  }

  get isFull(): boolean {
    return this.users.length >= mostUsers || this.lines >= mostLines;
  }

  holdsKeyOf({ user }: UserLine): boolean {
    return this.keys.has(user.email) || this.keys.has(user.id);
  }

  add(line: UserLine, position: FilePosition): void {
    this.users.push(line);
    this.keys.add(line.user.email).add(line.user.id);
    this.pass(position);
  }

  refuse(line: RefusedLine, position: FilePosition): void {
    this.refused.push(line);
    this.pass(position);
  }

  pass(position: FilePosition): void {
    this.end = position;
    this.lines += 1;
  }

  close(): Batch {
    const { users, refused, end } = this;
    if (end === null) throw new Error('an empty batch');
    return { users, refused, end };
  }
}

function toUserLine(line: number, { id, createdAt: given, ...fields }: ImportedFields, job: ImportJob): UserLine {
  const createdAt = given ?? job.startedAt;
  const ownId = derivedId(createdAt, `${job.id}:${line}`);
  return { line, user: { ...fields, id: id ?? ownId, createdAt }, isOwnId: id === null };
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09);
}
