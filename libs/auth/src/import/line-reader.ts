/** One line of a file, without its end. */
export interface FileLine {
  /** Counted from 1. */
  readonly number: number;
  /** Offset in the file of the first byte after it and its end. */
  readonly endOffset: number;
  /** Null if it is longer than a line may be. */
  readonly bytes: Buffer | null;
}

/** Where reading goes on. */
export interface FilePosition {
  /** So many lines lie before it. */
  readonly line: number;
  readonly offset: number;
}

export const longestLine = 65_536;
const [lineFeed, carriageReturn] = [0x0a, 0x0d];
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Cuts a stream of bytes into lines, whose ends are LF or CR LF; the last one may have none. Holds one line at a time, and of
 * one that is too long nothing.
 * @param from where the stream begins in the file. A byte order mark at the beginning of the file belongs to no line
 */
export async function* readLines(chunks: AsyncIterable<Buffer>, from: FilePosition): AsyncGenerator<FileLine> {
  let { line: number, offset: endOffset } = from;
  const pending = new PendingLine();
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      pending.add(chunk.subarray(start, end));
      number += 1;
      endOffset += pending.length + 1;
      yield { number, endOffset, bytes: pending.take(number) };
      start = end + 1;
    }
    pending.add(chunk.subarray(start));
  }
  if (pending.length === 0) return;
  number += 1;
  endOffset += pending.length;
  yield { number, endOffset, bytes: pending.take(number) };
}

/** The part of a line that has been read. */
class PendingLine {
  /** In bytes, those that were let go included. */
  length = 0;
  private parts: Buffer[] = [];

  add(part: Buffer): void {
    if (part.length === 0) return;
    this.length += part.length;
    // Room for what does not count: the byte order mark and the carriage return.
    if (this.length <= longestLine + byteOrderMark.length + 1) this.parts.push(part);
    else this.parts = [];
  }

  take(number: number): Buffer | null {
    const isKept = this.parts.length > 0 || this.length === 0;
    const bytes = isKept ? trimmed(Buffer.concat(this.parts), number) : null;
    this.length = 0;
    this.parts = [];
    return bytes !== null && bytes.length <= longestLine ? bytes : null;
  }
}

function trimmed(bytes: Buffer, number: number): Buffer {
  const hasMark = number === 1 && bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark);
  const end = bytes.at(-1) === carriageReturn ? bytes.length - 1 : bytes.length;
  return bytes.subarray(hasMark ? byteOrderMark.length : 0, end);
}
