import type { Writable } from 'node:stream';
import type { Logger } from 'pino';
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
export function createLogger({ level, format, file }: LogOptions, stdout: Writable = process.stdout): Logger {
  const screen = format === 'pretty' ? pretty({ sync: true, destination: stdout, ignore: 'pid,hostname' }) : stdout;
  const streams = [
    { level: 'trace', stream: screen },
    ...(file ? [{ level: 'trace', stream: openRotatedFile(file) }] : []),
  ];
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    pino.multistream(streams as pino.StreamEntry[]),
  );
}
