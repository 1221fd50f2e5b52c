import { exec } from 'node:child_process';
import { promisify } from 'node:util';

/** The operator's commands from `CHAOS_STOP`, `CHAOS_START`, `CHAOS_FREEZE` and `CHAOS_THAW`. */
export interface ServerCommands {
  stop(): Promise<void>;
  start(): Promise<void>;
  freeze(): Promise<void>;
  thaw(): Promise<void>;
}

const run = promisify(exec);
const patienceMs = 60_000;

/** @throws if a command is not given: a run that skips what it is for would say nothing */
export function serverCommands(engine: string): ServerCommands {
  const command = (name: string) => {
    const given = process.env[name];
    if (!given) throw new Error(`${name} is not set: the command that does this to the server of {engine}`);
    return async () => {
      await run(given.replaceAll('{engine}', engine), { timeout: patienceMs });
    };
  };
  return {
    stop: command('CHAOS_STOP'),
    start: command('CHAOS_START'),
    freeze: command('CHAOS_FREEZE'),
    thaw: command('CHAOS_THAW'),
  };
}
