import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { spawnMain } from '../e2e/support/service.js';

export interface CliRun {
  readonly seconds: number;
  /** Highest resident memory in MB. */
  readonly peakMb: number;
  readonly code: number | null;
  readonly stdout: string;
}

const sampleMs = 20;

/** Runs `janus <args>` to its end and tells what it has cost; the time has the start of the program in it. */
export async function measuredCli(args: readonly string[], env: NodeJS.ProcessEnv): Promise<CliRun> {
  const startedAt = performance.now();
  const child = spawnMain('apps/cli/src/main.js', args, env);
  let stdout = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.pipe(process.stderr);
  let peakMb = 0;
  const timer = setInterval(() => (peakMb = Math.max(peakMb, peakOf(child.pid))), sampleMs);
  const [code] = (await once(child, 'close')) as [number | null];
  clearInterval(timer);
  return { seconds: (performance.now() - startedAt) / 1000, peakMb, code, stdout };
}

function peakOf(pid: number | undefined): number {
  try {
    const [, kib] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Math.round(Number(kib ?? 0) / 1024);
  } catch {
    return 0;
  }
}
