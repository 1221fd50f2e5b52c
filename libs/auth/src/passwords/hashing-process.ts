import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import type { HashJob, HashWork } from './hash-jobs.js';
import type { HashReply, HashRequest } from './hash-worker.js';
import { overloaded } from './slots.js';

interface Pending {
  readonly resolve: (result: string | boolean) => void;
  readonly reject: (error: unknown) => void;
  readonly timer: NodeJS.Timeout;
}

export interface ProcessOptions {
  /** Hashes at the same time: as many threads does it get. */
  readonly threads: number;
  /** The program; the tests have their own way to it. */
  readonly program?: string;
  readonly nodeArgs?: readonly string[];
  /** Longest time for one job in milliseconds; after it the process is taken for hung. */
  readonly deadlineMs?: number;
}

const [shortestPauseMs, longestPauseMs] = [100, 10_000];
// Far beyond the slowest hash that the limits allow, on a busy machine.
const defaultDeadlineMs = 30_000;

/**
 * The child process that hashes, at the lowest priority. When it dies, what it was doing is answered 503, and it comes again
 * after a pause that doubles each time until a job succeeds.
 */
export class HashingProcess implements HashWork {
  private readonly logger = new Logger('Hashing');
  private readonly pending = new Map<number, Pending>();
  private child: ChildProcess | null = null;
  private pauseMs = shortestPauseMs;
  private restart: NodeJS.Timeout | undefined;
  private lastId = 0;
  private isStopped = false;

  constructor(private readonly options: ProcessOptions) {}

  /** Null while it is down. */
  get pid(): number | null {
    return this.child?.pid ?? null;
  }

  start(): void {
    const { threads, program = join(__dirname, 'hash-worker.js'), nodeArgs = [] } = this.options;
    // Nothing of the service's environment: it holds secrets that hashing needs not.
    const env = { UV_THREADPOOL_SIZE: String(threads) };
    const child = fork(program, [], { env, execArgv: [...nodeArgs], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    child.on('message', (reply: HashReply) => this.settle(reply));
    child.on('error', (error) => this.lose(child, error.message));
    child.on('exit', (code, signal) => this.lose(child, signal ?? `exit ${code}`));
    this.child = child;
  }

  run(job: HashJob): Promise<string | boolean> {
    const { child } = this;
    if (!child?.connected) return Promise.reject(overloaded());
    const id = (this.lastId += 1);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), this.options.deadlineMs ?? defaultDeadlineMs);
      this.pending.set(id, { resolve, reject, timer });
      child.send({ id, job } satisfies HashRequest, (error) => {
        if (error) this.forget(id)?.reject(overloaded());
      });
    });
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.restart);
    if (this.child?.connected) this.child.disconnect();
  }

  private settle({ id, result }: HashReply): void {
    this.pauseMs = shortestPauseMs;
    const waiting = this.forget(id);
    if (result === undefined) waiting?.reject(new Error('a hash could not be computed'));
    else waiting?.resolve(result);
  }

  private lose(child: ChildProcess, why: string): void {
    if (this.child !== child) return;
    this.child = null;
    for (const id of this.pending.keys()) this.forget(id)?.reject(overloaded());
    if (this.isStopped) return;
    this.logger.warn(`the hashing process is gone (${why}); it comes again in ${this.pauseMs} ms`);
    this.restart = setTimeout(() => this.start(), this.pauseMs);
    this.pauseMs = Math.min(this.pauseMs * 2, longestPauseMs);
  }

  private forget(id: number): Pending | undefined {
    const waiting = this.pending.get(id);
    this.pending.delete(id);
    clearTimeout(waiting?.timer);
    return waiting;
  }
}
