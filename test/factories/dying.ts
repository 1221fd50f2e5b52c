import type { Adapters } from '@janus/database';
import { wrapPort } from './wrap-port.js';

/** Where a process dies: before its nth call of a port, while the database works on it, or before it learns the answer. */
export interface Death {
  readonly step: number;
  readonly phase: 'before' | 'during' | 'after';
}

export const phases: readonly Death['phase'][] = ['before', 'during', 'after'];

/** Adapters of a process that dies at one of its calls: from there on nothing of it is done any more. */
export function dyingAdapters(adapters: Adapters, { step, phase }: Death, die: () => void): Adapters {
  let calls = 0;
  const never = () => {
    die();
    return new Promise<never>(() => {});
  };
  const dying = <T extends object>(port: T): T =>
    wrapPort(port, (call) => {
      calls += 1;
      if (calls === step && phase === 'before') return never();
      const answer = call() as Promise<unknown>;
      if (calls !== step) return answer;
      const ended = phase === 'during' ? Promise.resolve() : answer.then(noop, noop);
      return ended.then(never);
    });
  const { users, superAdminCount, credentials, sessions, attempts } = adapters;
  return {
    ...adapters,
    users: dying(users),
    superAdminCount: dying(superAdminCount),
    credentials: dying(credentials),
    sessions: dying(sessions),
    attempts: dying(attempts),
  };
}

function noop(): void {}

/** Runs something as a process that dies. @returns whether it got as far as where it was to die */
export function runsIntoDeath(
  adapters: Adapters,
  death: Death,
  run: (mortal: Adapters) => Promise<unknown>,
): Promise<boolean> {
  return new Promise<boolean>((ended, failed) => {
    const mortal = dyingAdapters(adapters, death, () => ended(true));
    run(mortal).then(() => ended(false), failed);
  });
}
