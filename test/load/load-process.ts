import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const hook = join(__dirname, '../../scripts/typescript-hook.cjs');

/** A program of this folder in a process of its own. */
export function startProgram(file: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): ChildProcess {
  // oxlint-disable-next-line node/no-process-env
  return fork(join(__dirname, file), args, { execArgv: ['-r', hook], env: { ...process.env, ...env } });
}

/** Sends an order and waits for the answer. @throws if the program dies first */
export async function ask<T>(program: ChildProcess, order: object): Promise<T> {
  const waiting = new AbortController();
  const { signal } = waiting;
  const died = once(program, 'exit', { signal }).then(([code]) => {
    throw new Error(`a load program exited with ${String(code)}`);
  });
  // Nobody waits for it any more once the answer is there.
  died.catch(() => {});
  program.send(order);
  try {
    const [answer] = (await Promise.race([once(program, 'message', { signal }), died])) as [T];
    return answer;
  } finally {
    waiting.abort();
  }
}
