import type { DestinationStream, Logger, LoggerOptions } from 'pino';
import pino from 'pino';
import pretty from 'pino-pretty';
import type { LogFile } from './rotated-file.js';
import { openRotatedFile } from './rotated-file.js';

export interface LogOptions {
  readonly level: string;
  readonly format: 'json' | 'pretty';
  /** A rotated file beside standard output; null for none. */
  readonly file: LogFile | null;
}

/** JSON lines (or lines for people) on standard output, and in a rotated file where one is configured. */
export function createLogger({ level, format, file }: LogOptions): Logger {
  const options: LoggerOptions = {
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  };
  return pino(options, destination(format, file));
}

function destination(format: LogOptions['format'], file: LogFile | null): DestinationStream {
  const screen = format === 'pretty' ? pretty({ sync: true, ignore: 'pid,hostname' }) : standardOutput();
  if (file === null) return screen;
  return pino.multistream([
    { level: 'trace', stream: screen },
    { level: 'trace', stream: openRotatedFile(file) },
  ]);
}

/** Written at once and not buffered: the last lines before a crash are those that one wants to read. */
function standardOutput(): DestinationStream {
  const stream = pino.destination({ fd: 1, sync: true });
  // A full disk or a reader that has gone costs lines, not the service.
  stream.on('error', () => {});
  return stream;
}
