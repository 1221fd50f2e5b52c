import { basename, dirname } from 'node:path';
import { createStream } from 'rotating-file-stream';

export interface LogFile {
  readonly path: string;
  /** Bytes after which a new file begins. */
  readonly size: number;
  /** Old files that are kept. */
  readonly keep: number;
}

/** A log file that rotates by size. If it cannot be written, that is said once on standard error and the service goes on. */
export function openRotatedFile({ path, size, keep }: LogFile): { write: (line: string) => void } {
  const stream = createStream((time, index) => `${basename(path)}${time === null ? '' : `.${index ?? 1}`}`, {
    path: dirname(path),
    size: `${size}B`,
    maxFiles: keep,
    rotate: keep,
  });
  let isBroken = false;
  stream.on('error', (error) => {
    if (!isBroken) process.stderr.write(`log file ${path} cannot be written: ${error.message}\n`);
    isBroken = true;
  });
  return { write: (line) => void (isBroken || stream.write(line)) };
}
