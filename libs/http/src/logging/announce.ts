import { writeSync } from 'node:fs';

export interface Listening {
  readonly address: string;
  readonly port: number;
  readonly pid: number;
}

/** The machine-readable start: reaches standard output whatever the log level and format are. */
export function announce(listening: Listening, now: Date): void {
  const line = { level: 'info', time: now.toISOString(), msg: 'listening', ...listening };
  try {
    writeSync(process.stdout.fd, `${JSON.stringify(line)}\n`);
  } catch {
    // Nobody reads: that is no reason not to serve.
  }
}
