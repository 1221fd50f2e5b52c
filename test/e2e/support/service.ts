import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Where the built service is; the run against production dependencies points it elsewhere. */
export const distDir = process.env['JANUS_DIST'] ?? join(__dirname, '../../../dist');

/**
 * For what shows what is right, not how soon: on a machine that does much else a commit may take seconds, and a hash may wait for
 * them. What a client sees while the database is away is shown with the defaults (test/chaos), and so is overload (test/load).
 */
export const patient = { DATABASE_TIMEOUT_MS: '5000', HASH_MAX_WAIT_MS: '10000' };

export interface RunningService {
  readonly url: string;
  readonly dataDir: string;
  readonly pid: number;
  /** `LOG_FILE`, if it was set. */
  readonly logFile: string;
  /** Every line that it has written so far. */
  readonly output: readonly string[];
  setupToken(): string;
  signal(signal: NodeJS.Signals): void;
  /** Resolves with the exit code. */
  readonly exited: Promise<number | null>;
  stop(): Promise<number | null>;
}

/** Starts the built service on a free port, as an operator would, and waits until it listens. */
export async function startService(databaseUrl: string, env: NodeJS.ProcessEnv = {}): Promise<RunningService> {
  const dataDir = env['DATA_DIR'] ?? mkdtempSync(join(tmpdir(), 'janus-e2e-'));
  const child = spawnMain('apps/auth-api/src/main.js', [], {
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    PORT: '0',
    // The tests ask more often than anybody honest; those about limits set them on.
    RATE_LIMITS: 'off',
    ...env,
  });
  const output: string[] = [];
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const address = await listening(child, output, exited);
  return {
    url: `http://${address}`,
    dataDir,
    pid: child.pid ?? 0,
    logFile: env['LOG_FILE'] ?? '',
    output,
    setupToken: () => readFileSync(join(dataDir, 'setup-token'), 'utf8').trim(),
    signal: (signal) => void child.kill(signal),
    exited,
    stop: async () => {
      child.kill('SIGTERM');
      const code = await exited;
      if (!env['DATA_DIR']) rmSync(dataDir, { recursive: true, force: true });
      return code;
    },
  };
}

/** Runs a program of the build with nothing in its environment but what is given. */
export function spawnMain(entry: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  const inherited = { PATH: process.env['PATH'], HOME: process.env['HOME'], TZ: 'America/New_York' };
  return spawn(process.execPath, [join(distDir, entry), ...args], {
    cwd: env['DATA_DIR'] ?? tmpdir(),
    env: { ...inherited, ...patient, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** Runs `janus <args>` to its end. */
export async function runCli(args: readonly string[], env: NodeJS.ProcessEnv, input = '') {
  const child = spawnMain('apps/cli/src/main.js', args, env);
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  child.stdin?.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout: stdout.join(''), stderr: stderr.join('') };
}

function collect(stream: ChildProcess['stdout']): string[] {
  const chunks: string[] = [];
  stream?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  return chunks;
}

async function listening(child: ChildProcess, output: string[], exited: Promise<number | null>): Promise<string> {
  const found = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        output.push(line);
        const { msg, address, port } = parse(line);
        if (msg === 'listening') resolve(`${String(address)}:${String(port)}`);
      });
    }
  });
  const died = exited.then((code) => {
    throw new Error(`the service exited with ${String(code)} before it listened:\n${output.join('\n')}`);
  });
  return Promise.race([found, died]);
}

function parse(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return {};
  }
}
