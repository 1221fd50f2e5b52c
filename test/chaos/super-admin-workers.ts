import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Order } from './super-admin-worker.js';

const root = join(__dirname, '../..');
const spares = 1;

/** Processes that wait for orders. A dead one is replaced by a spare that was started before. */
export class SuperAdminWorkers {
  private readonly idle: Promise<ChildProcess>[] = [];

  constructor(
    private readonly url: string,
    size: number,
  ) {
    for (let n = 0; n < size + spares; n += 1) this.idle.push(this.start());
  }

  /** @param killAfterMs kill -9 after so many milliseconds, wherever it is; null: it is let go on. @returns the outcome, or `killed` */
  async run(order: Order, killAfterMs: number | null): Promise<string> {
    const next = this.idle.shift();
    if (!next) throw new Error('more orders than processes');
    const child = await next;
    const killer = killAfterMs === null ? null : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    const outcome = await outcomeOf(child, order);
    clearTimeout(killer ?? undefined);
    // A late kill hits nobody who works.
    const isAlive = outcome !== 'killed' && child.exitCode === null && !child.killed;
    this.idle.push(isAlive ? Promise.resolve(child) : this.start());
    return outcome;
  }

  /** Everybody who is to come is there. */
  async ready(): Promise<void> {
    await Promise.all(this.idle);
  }

  async end(): Promise<void> {
    for (const child of await Promise.all(this.idle)) child.kill('SIGKILL');
  }

  private async start(): Promise<ChildProcess> {
    const child = fork(join(root, 'scripts/run.cjs'), [join(__dirname, 'super-admin-worker.ts'), this.url]);
    const died = once(child, 'exit').then(() => Promise.reject(new Error('a process did not start')));
    await Promise.race([once(child, 'message'), died]);
    died.catch(() => {});
    return child;
  }
}

/** What it answers, or `killed`. */
function outcomeOf(child: ChildProcess, order: Order): Promise<string> {
  return new Promise((resolve) => {
    const onMessage = (outcome: unknown) => end(String(outcome));
    const onExit = () => end('killed');
    const end = (outcome: string) => {
      child.off('message', onMessage).off('exit', onExit);
      resolve(outcome);
    };
    child.once('message', onMessage).once('exit', onExit).send(order);
  });
}
