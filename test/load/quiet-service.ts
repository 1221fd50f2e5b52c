import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { distDir } from '../e2e/support/service.js';

export interface QuietService {
  readonly url: string;
  /** From the start of the process to the first 200 of its readiness. */
  readonly startSeconds: number;
  setupToken(): Promise<string>;
  /** Resident memory in MB; 0 where the system does not say. */
  rss(): number;
  /** What it has read so far, from files and sockets, in MB; 0 where the system does not say. */
  readMb(): number;
  /** The resident memory of the processes that it has started. */
  childrenRss(): number;
  stop(): Promise<void>;
}

const patienceMs = 30_000;

/** Starts the built service with its log (level info, JSON) going to the null device: nobody here spends time on reading it. */
export async function startQuiet(
  databaseUrl: string,
  env: NodeJS.ProcessEnv = {},
  nodeArgs: readonly string[] = [],
): Promise<QuietService> {
  const dataDir = mkdtempSync(join(tmpdir(), 'janus-load-'));
  const port = await freePort();
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...nodeArgs, join(distDir, 'apps/auth-api/src/main.js')], {
    cwd: dataDir,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      DATA_DIR: dataDir,
      DATABASE_URL: databaseUrl,
      PORT: String(port),
      LOG_LEVEL: 'info',
      LOG_FORMAT: 'json',
      RATE_LIMITS: 'off',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-4_000)));
  const exited = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  while (!(await isReady(url))) {
    if (child.exitCode !== null || performance.now() - startedAt > patienceMs) {
      child.kill('SIGKILL');
      throw new Error(`the service does not become ready:\n${complaint}`);
    }
    await pause(5);
  }
  return {
    url,
    startSeconds: (performance.now() - startedAt) / 1000,
    setupToken: () => readOnceThere(join(dataDir, 'setup-token')),
    rss: () => rssOf(child.pid),
    readMb: () => readOf(child.pid),
    childrenRss: () => childrenOf(child.pid).reduce((sum, pid) => sum + rssOf(pid), 0),
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/api/v1/health/ready`).then(
    async (response) => (await response.text()) !== '' && response.status === 200,
    () => false,
  );
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function childrenOf(pid: number | undefined): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return text.split(' ').map(Number).filter(Boolean);
  } catch {
    return [];
  }
}

function rssOf(pid: number | undefined): number {
  return Math.round(figure(`/proc/${pid}/status`, /VmRSS:\s+(\d+)/) / 1024);
}

function readOf(pid: number | undefined): number {
  return Math.round(figure(`/proc/${pid}/io`, /rchar:\s+(\d+)/) / 1_000_000);
}

function figure(file: string, pattern: RegExp): number {
  try {
    return Number(pattern.exec(readFileSync(file, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** The service is ready a moment before it has written its setup token. */
async function readOnceThere(path: string): Promise<string> {
  for (const startedAt = performance.now(); ; await pause(5)) {
    try {
      return readFileSync(path, 'utf8').trim();
    } catch (error) {
      if (performance.now() - startedAt > patienceMs) throw error;
    }
  }
}
